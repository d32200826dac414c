using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Terminal;

return await ToolRun.RunAsync(args, ToolConsole.OfProcess()).ConfigureAwait(false);
