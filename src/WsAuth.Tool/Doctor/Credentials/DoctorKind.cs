namespace WsAuth.Tool.Doctor.Credentials;

/// <summary>What the doctor sends.</summary>
internal enum DoctorKind
{
    Jwt,
    Edge,
    SharedSecret,
    Ticket,
    None,
}
