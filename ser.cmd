@echo off
rem Runs the program with the given arguments. It is built first where it has not been, or where a source file has changed since.
setlocal
set "root=%~dp0"
set "program=%root%artifacts\bin\SpeechEmotion.Cli\release\ser.dll"
set "stamp=%root%artifacts\ser.built"
where /q dotnet || (echo ser: the .NET SDK 10 is needed and was not found; https://dot.net has it 1>&2 & exit /b 2)
if exist "%program%" if exist "%stamp%" (
  powershell -NoProfile -Command "$built = (Get-Item $env:stamp).LastWriteTime; exit [int][bool](Get-ChildItem -Recurse ($env:root + 'src'), ($env:root + 'models\default.onnx'), ($env:root + 'Directory.*.props') -ErrorAction SilentlyContinue | Where-Object LastWriteTime -gt $built | Select-Object -First 1)" && goto run
)
echo ser: building... 1>&2
if not exist "%root%artifacts" mkdir "%root%artifacts"
type nul > "%stamp%.new"
pushd "%root%"
dotnet build src\SpeechEmotion.Cli -c Release -v quiet -nodeReuse:false 1> "%root%artifacts\ser.log" 2>&1
set "result=%errorlevel%"
popd
if not "%result%"=="0" (
  echo ser: the build failed; %root%artifacts\ser.log has all of it 1>&2
  findstr /c:"error" "%root%artifacts\ser.log" 1>&2
  exit /b 2
)
move /y "%stamp%.new" "%stamp%" > nul
:run
dotnet "%program%" %*
