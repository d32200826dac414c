using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace WsAuth.Benchmarks;

/// <summary>
/// The fastest iteration against the fastest one of the floor. Other work on the machine only ever adds time, and comes and goes
/// in seconds: what is left of it in the fastest of many short iterations is least, and a mean's ratio is no ratio of the code.
/// </summary>
internal sealed class FloorRatioColumn : IColumn
{
    public string Id => nameof(FloorRatioColumn);

    public string ColumnName => "Ratio";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Baseline;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => "Fastest iteration, as a multiple of the floor's fastest";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        var floor = summary.GetBaseline(summary.GetLogicalGroupKey(benchmarkCase));
        return summary[benchmarkCase]?.ResultStatistics is { } own && summary[floor!]?.ResultStatistics is { } least
            ? (own.Min / least.Min).ToString("0.00", CultureInfo.InvariantCulture)
            : "?";
    }

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) =>
        GetValue(summary, benchmarkCase);

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public bool IsAvailable(Summary summary) => summary.HasBaselines();
}
