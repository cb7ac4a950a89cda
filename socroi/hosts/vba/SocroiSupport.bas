Attribute VB_Name = "SocroiSupport"
' What stands between a cell and Python.
Option Explicit
Option Private Module

Private server As Object
Private pythonIsMissing As Boolean
Private wasTold As Boolean

' The Python of xlwings, asked for once: to look for it takes 14 settings and 12 files. Once it could not be reached, no
' other cell waits for it, until a button or Excel starts anew.
Public Function SocroiPython() As Object
    Dim why As String
    If pythonIsMissing Then Err.Raise 1000, Description:="Python could not be reached before."
    If server Is Nothing Then
        On Error GoTo failed
        If Not SocroiIsWhole(GetConfig("INTERPRETER_WIN", "")) Then Err.Raise 1000, Description:= _
            "Which Python to call was never written down."
        Set server = XLPy
    End If
    Set SocroiPython = server
    Exit Function
failed:
    why = Err.Description
    pythonIsMissing = True
    On Error GoTo 0
    Err.Raise 1000, Description:=why
End Function

' Whether a path begins at a drive or a server: of a bare name Windows would run what lies in the current folder.
Private Function SocroiIsWhole(ByVal path As String) As Boolean
    SocroiIsWhole = Mid$(path, 2, 2) = ":\" Or Left$(path, 2) = "\\"
End Function

Public Sub SocroiTryAgain()
    Set server = Nothing
    pythonIsMissing = False
    wasTold = False
End Sub

' An answer of Python as a cell shows it: the text of an error becomes the error itself, in a spill as well.
Public Function SocroiCell(ByVal answer As Variant) As Variant
    Dim r As Long, c As Long
    If Not IsArray(answer) Then
        SocroiCell = SocroiValue(answer)
        Exit Function
    End If
    If SocroiDimensions(answer) = 1 Then
        For c = LBound(answer) To UBound(answer)
            answer(c) = SocroiValue(answer(c))
        Next c
    Else
        For r = LBound(answer, 1) To UBound(answer, 1)
            For c = LBound(answer, 2) To UBound(answer, 2)
                answer(r, c) = SocroiValue(answer(r, c))
            Next c
        Next r
    End If
    SocroiCell = answer
End Function

Private Function SocroiValue(ByVal value As Variant) As Variant
    SocroiValue = value
    If VarType(value) <> vbString Then Exit Function
    If Left$(value, 1) <> "#" Then Exit Function
    Select Case value
        Case "#NULL!": SocroiValue = CVErr(2000)
        Case "#DIV/0!": SocroiValue = CVErr(2007)
        Case "#VALUE!": SocroiValue = CVErr(2015)
        Case "#REF!": SocroiValue = CVErr(2023)
        Case "#NAME?": SocroiValue = CVErr(2029)
        Case "#NUM!": SocroiValue = CVErr(2036)
        Case "#N/A": SocroiValue = CVErr(2042)
        Case "#GETTING_DATA": SocroiValue = CVErr(2043)
        Case "#SPILL!": SocroiValue = CVErr(2045)
        Case "#CONNECT!": SocroiValue = CVErr(2046)
        Case "#BLOCKED!": SocroiValue = CVErr(2047)
        Case "#UNKNOWN!": SocroiValue = CVErr(2048)
        Case "#FIELD!": SocroiValue = CVErr(2049)
        Case "#CALC!": SocroiValue = CVErr(2050)
    End Select
End Function

Private Function SocroiDimensions(ByVal values As Variant) As Long
    Dim last As Long
    SocroiDimensions = 1
    On Error GoTo counted
    last = UBound(values, 2)
    SocroiDimensions = 2
counted:
End Function

' What a cell shows where Python gave no answer: an error, and one message for all such cells.
Public Function SocroiNoAnswer(ByVal why As String) As Variant
    SocroiNoAnswer = CVErr(2015)
    Set server = Nothing ' it may have ended; the next cell looks for it anew
    If wasTold Then Exit Function
    wasTold = True
    SocroiTell why
End Function

Public Sub SocroiTell(ByVal why As String)
    Dim message As String
    If Not Application.DisplayAlerts Then Exit Sub
    If pythonIsMissing Or InStr(why, "No module named") > 0 Then
        message = "SOCROI cannot reach Python, so its functions show #VALUE!." & vbLf & vbLf & _
            "What to do: install Python 3.11 or newer, type these two lines in a command window, " & _
            "in the folder with the copy of SOCROI that you fetched, and start Excel again." & vbLf & vbLf & _
            "    py -m pip install "".[excel]""" & vbLf & _
            "    py -m socroi addin install" & vbLf & vbLf & "Details: " & why
    Else
        message = "SOCROI's Python ended with an error, so the cell shows #VALUE!." & vbLf & vbLf & _
            "Please report it with these details: " & why
    End If
    MsgBox Left$(message, 1000), vbExclamation, "SOCROI"
End Sub
