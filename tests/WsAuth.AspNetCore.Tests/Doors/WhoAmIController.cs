using Microsoft.AspNetCore.Mvc;

namespace WsAuth.AspNetCore.Tests.Doors;

[ApiController]
[Route("controller")]
public sealed class WhoAmIController : ControllerBase
{
    [HttpGet]
    public string? Get() => User.Identity?.Name;
}
