using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace WsAuth.Benchmarks;

/// <summary>
/// Many short iterations instead of few long ones, in this process: a machine that does other things as well lets
/// some of them run undisturbed (<see cref="FloorRatioColumn"/>).
/// </summary>
internal sealed class ShortRun : ManualConfig
{
    public ShortRun()
    {
        AddJob(
            Job.Default.WithToolchain(InProcessEmitToolchain.Instance)
                .WithWarmupCount(10)
                .WithIterationCount(40)
                .WithIterationTime(TimeInterval.FromMilliseconds(50))
        );
        AddDiagnoser(MemoryDiagnoser.Default);
        AddLogger(ConsoleLogger.Default);
        AddExporter(MarkdownExporter.GitHub);
        AddColumnProvider(
            DefaultColumnProviders.Descriptor,
            DefaultColumnProviders.Params,
            DefaultColumnProviders.Metrics
        );
        AddColumn(StatisticColumn.Min, StatisticColumn.Median, new FloorRatioColumn());
        HideColumns("Gen0", "Gen1", "Gen2");
    }
}
