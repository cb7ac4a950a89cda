"""Excel on the web, Windows and a Mac without Python: the static files of an Office.js add-in with custom functions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape

from socroi import __version__
from socroi.definition.registry import formulas
from socroi.errors import UsageError
from socroi.hosts.descriptions import argument_help, function_help
from socroi.hosts.help_page import help_page
from socroi.hosts.javascript.icon import icon
from socroi.hosts.javascript.library import SOURCE, not_yet, socroi_js

if TYPE_CHECKING:
    from socroi.definition.formula import Formula
    from socroi.definition.parameter import Parameter

AT_HOME: Final = "https://localhost:3000"
"""Where the committed manifest looks for the files: a server on one's own machine."""
ICONS: Final = (16, 32, 64, 80, 128)
RUNTIME: Final = "https://appsforoffice.microsoft.com/lib/1/hosted/custom-functions-runtime.js"
OFFICE: Final = "https://appsforoffice.microsoft.com/lib/1/hosted/office.js"

_PAGE: Final = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>SOCROI: the page in which Excel runs the functions</title>
<script src="{RUNTIME}"></script>
<script src="functions.js"></script>
</head>
<body></body>
</html>
"""


def office_files(address: str = AT_HOME) -> dict[str, bytes]:
    """Return the content of every file to put on a web server, by its name.

    Args:
        address: where they will be found: https://, the host and the folder.
    """
    texts = {
        "manifest.xml": manifest(address),
        "functions.js": functions_js(),
        "functions.json": functions_json(),
        "functions.html": _PAGE,
        "taskpane.html": help_page().replace(
            "</head>", f'<script src="{OFFICE}"></script><script>Office.onReady();</script></head>'
        ),
    }
    icons = {f"icon-{size}.png": icon(size) for size in ICONS}
    return {name: text.encode() for name, text in texts.items()} | icons


def functions_js() -> str:
    """Return the library and, for each function, what Excel calls, documented as custom-functions-metadata reads it."""
    start = (SOURCE / "hosts" / "excel.js").read_text(encoding="utf-8")
    return f"{socroi_js()}\n{start}\n" + "\n".join(map(_function, _there()))


def _there() -> list[Formula]:
    return [formula for name, formula in formulas().items() if name not in not_yet()]


def _function(formula: Formula) -> str:
    names = ", ".join(p.name for p in formula.parameters)
    lines = ["/**", f" * {function_help(formula)}", f" * @customfunction {formula.name} {formula.name}"]
    lines += [f" * @param {{any[][]}} {_marked(p)} {argument_help(p)}" for p in formula.parameters]
    lines += [
        f" * @returns {{{'any[][]' if formula.spills else 'any'}}} {formula.gives.noun if formula.gives else 'a table'}"
    ]
    kind = "rowsInExcel" if formula.spills else "cellInExcel"
    body = f'function {formula.name}({names}) {{\n  return {kind}("{formula.name}", [{names}]);\n}}\n'
    return "\n".join([*lines, " */", body + f'CustomFunctions.associate("{formula.name}", {formula.name});\n'])


def _marked(parameter: Parameter) -> str:
    return parameter.name if parameter.required else f"[{parameter.name}]"


def functions_json() -> str:
    """Return what Excel is told of the functions: names, help and arguments."""
    return (
        json.dumps({"allowCustomDataForDataTypeAny": True, "functions": list(map(_metadata, _there()))}, indent=2)
        + "\n"
    )


def _metadata(formula: Formula) -> dict[str, Any]:
    return {
        "description": function_help(formula),
        "id": formula.name,
        "name": formula.name,
        "parameters": [_argument(p) for p in formula.parameters],
        "result": {"dimensionality": "matrix"} if formula.spills else {},
    }


def _argument(parameter: Parameter) -> dict[str, Any]:
    told = {"description": argument_help(parameter), "dimensionality": "matrix", "name": parameter.name}
    return told | ({} if parameter.required else {"optional": True}) | {"type": "any"}


def manifest(address: str) -> str:
    """Return the manifest, which tells Excel where the files are.

    Raises:
        UsageError: the address is not https, on which Excel insists.
    """
    base = address.rstrip("/")
    if not base.startswith("https://") or any(mark in base for mark in "?#\"'<> "):
        raise UsageError(
            f"{address} is no address that Excel takes an add-in from.", hint="Give https://, the host and the folder."
        )
    identity = uuid5(NAMESPACE_URL, base)
    images = "".join(f'<bt:Image id="Icon.{n}" DefaultValue="{base}/icon-{n}.png"/>' for n in ICONS)
    addresses = {
        "Script": "functions.js",
        "Page": "functions.html",
        "Metadata": "functions.json",
        "Help": "taskpane.html",
    }
    urls = "".join(f'<bt:Url id="{name}.Url" DefaultValue="{base}/{file}"/>' for name, file in addresses.items())
    extension = "".join(f'<{n}><SourceLocation resid="{n}.Url"/></{n}>' for n in ("Script", "Page", "Metadata"))
    pictures = "".join(f'<bt:Image size="{n}" resid="Icon.{n}"/>' for n in (16, 32, 80))
    about = escape("What social media work returns, as functions: ROI, values, costs, attribution and tests.")
    return f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<OfficeApp xmlns="http://schemas.microsoft.com/office/appforoffice/1.1"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:bt="http://schemas.microsoft.com/office/officeappbasictypes/1.0" xsi:type="TaskPaneApp">
  <Id>{identity}</Id>
  <Version>1.{__version__}</Version>
  <ProviderName>SOCROI</ProviderName>
  <DefaultLocale>en-US</DefaultLocale>
  <DisplayName DefaultValue="SOCROI"/>
  <Description DefaultValue="{about}"/>
  <IconUrl DefaultValue="{base}/icon-32.png"/>
  <HighResolutionIconUrl DefaultValue="{base}/icon-64.png"/>
  <SupportUrl DefaultValue="{base}/taskpane.html"/>
  <Hosts><Host Name="Workbook"/></Hosts>
  <Requirements><Sets DefaultMinVersion="1.1">
    <Set Name="CustomFunctionsRuntime" MinVersion="1.1"/></Sets></Requirements>
  <DefaultSettings><SourceLocation DefaultValue="{base}/taskpane.html"/></DefaultSettings>
  <Permissions>ReadWriteDocument</Permissions>
  <VersionOverrides xmlns="http://schemas.microsoft.com/office/taskpaneappversionoverrides"
    xsi:type="VersionOverridesV1_0">
    <Hosts>
      <Host xsi:type="Workbook">
        <AllFormFactors>
          <ExtensionPoint xsi:type="CustomFunctions">{extension}</ExtensionPoint>
        </AllFormFactors>
        <DesktopFormFactor>
          <ExtensionPoint xsi:type="PrimaryCommandSurface">
            <OfficeTab id="TabHome">
              <Group id="SOCROI.Group">
                <Label resid="Name"/>
                <Icon>{pictures}</Icon>
                <Control xsi:type="Button" id="SOCROI.Help">
                  <Label resid="Functions"/>
                  <Supertip><Title resid="Functions"/><Description resid="About"/></Supertip>
                  <Icon>{pictures}</Icon>
                  <Action xsi:type="ShowTaskpane">
                    <TaskpaneId>SOCROI.Functions</TaskpaneId>
                    <SourceLocation resid="Help.Url"/>
                  </Action>
                </Control>
              </Group>
            </OfficeTab>
          </ExtensionPoint>
        </DesktopFormFactor>
      </Host>
    </Hosts>
    <Resources>
      <bt:Images>{images}</bt:Images>
      <bt:Urls>{urls}</bt:Urls>
      <bt:ShortStrings><bt:String id="Name" DefaultValue="SOCROI"/><bt:String id="Functions"
        DefaultValue="SOCROI functions"/></bt:ShortStrings>
      <bt:LongStrings><bt:String id="About" DefaultValue="{about}"/></bt:LongStrings>
    </Resources>
  </VersionOverrides>
</OfficeApp>
"""
