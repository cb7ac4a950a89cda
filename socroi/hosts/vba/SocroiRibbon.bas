Attribute VB_Name = "SocroiRibbon"
' What the ribbon's buttons do: each asks an entry point of socroi.hosts.ribbon, and Excel's part is done here.
' Python computes and writes files; it never calls back into Excel, which is waiting for it.
Option Explicit

Public Sub NewTemplate(control As IRibbonControl)
    Dim path As String
    path = Ask("new_template", Application.DefaultFilePath)
    If path <> "" Then Workbooks.Open path
End Sub

Public Sub RecalculateAndCheck(control As IRibbonControl)
    Dim found As String
    If NoWorkbook() Then Exit Sub
    On Error GoTo failed
    SocroiTryAgain
    Application.CalculateFull
    found = Ask("check", CopyOfWorkbook())
    If found <> "" Then MsgBox found, vbInformation, "SOCROI"
    Exit Sub
failed:
    MsgBox Err.Description, vbExclamation, "SOCROI"
End Sub

Public Sub FreezeToValues(control As IRibbonControl)
    Dim path As String
    If NoWorkbook() Then Exit Sub
    On Error GoTo failed
    path = Ask("freeze_to_values", CopyOfWorkbook(), ActiveWorkbook.FullName, Application.DefaultFilePath)
    If path <> "" Then Workbooks.Open path
    Exit Sub
failed:
    MsgBox Err.Description, vbExclamation, "SOCROI"
End Sub

Public Sub FunctionHelp(control As IRibbonControl)
    Dim page As String, formula As String
    If Not ActiveCell Is Nothing Then formula = ActiveCell.formula
    page = Ask("function_help", formula)
    If page <> "" Then ThisWorkbook.FollowHyperlink page
End Sub

Public Sub About(control As IRibbonControl)
    Dim text As String
    text = Ask("about", Application.Version)
    If text <> "" Then MsgBox text, vbInformation, "SOCROI"
End Sub

' The answer of an entry point of socroi.hosts.ribbon; a refusal, which begins with a minus sign, is shown here.
Private Function Ask(ByVal entry As String, ParamArray given() As Variant) As String
    Dim python As Object, texts As Object, answer As String
    On Error GoTo failed
    SocroiTryAgain
    Set python = SocroiPython()
    Select Case UBound(given)
        Case 0: Set texts = python.Tuple(given(0))
        Case 1: Set texts = python.Tuple(given(0), given(1))
        Case Else: Set texts = python.Tuple(given(0), given(1), given(2))
    End Select
    answer = python.Str(python.Call(python.Module("socroi.hosts.ribbon"), entry, texts))
    If Left$(answer, 1) = "-" Then
        MsgBox Mid$(answer, 2), vbExclamation, "SOCROI"
    Else
        Ask = answer
    End If
    Exit Function
failed:
    SocroiTell Err.Description
End Function

Private Function NoWorkbook() As Boolean
    NoWorkbook = ActiveWorkbook Is Nothing
    If NoWorkbook Then MsgBox "Open a workbook first.", vbInformation, "SOCROI"
End Function

' The workbook as it stands on the screen, saved or not, in a file that Python reads and takes away.
Private Function CopyOfWorkbook() As String
    Dim dot As Long, ending As String
    dot = InStrRev(ActiveWorkbook.Name, ".")
    ending = ".xlsx"
    If dot > 0 Then ending = Mid$(ActiveWorkbook.Name, dot)
    CopyOfWorkbook = Environ$("TEMP") & "\socroi-" & Format$(Now, "yyyymmddhhnnss") & ending
    ActiveWorkbook.SaveCopyAs CopyOfWorkbook
End Function
