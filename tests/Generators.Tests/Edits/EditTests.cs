using Microsoft.CodeAnalysis;
using Xunit;

namespace Slabwise.Generators.Tests.Edits;

/// <summary>After any edit the driver that has seen the project before writes what a new one writes.</summary>
public class EditTests
{
    public static TheoryData<string> Relevant => [.. Edition.RelevantEdits];

    public static TheoryData<string> Unrelated => [.. Edition.UnrelatedEdits];

    public static TheoryData<string> All => [.. Edition.AllEdits];

    [Theory]
    [MemberData(nameof(Relevant))]
    public void ARelevantEditChangesWhatIsWritten(string edit) =>
        Assert.NotEqual(GeneratorHost.FilesOf(GeneratorHost.Run(new Edition().Compilation)), GeneratorHost.FilesOf(GeneratorHost.Run(new Edition().Toggle(edit).Compilation)));

    [Theory]
    [MemberData(nameof(All))]
    public void AnEditMadeAndUndoneWritesWhatANewDriverWrites(string edit)
    {
        Edition before = new(), after = before.Toggle(edit), again = after.Toggle(edit);
        GeneratorDriver driver = GeneratorHost.Run(before.Compilation);
        foreach (Edition edition in (Edition[])[after, again])
        {
            driver = driver.RunGenerators(edition.Compilation);
            GeneratorHost.AssertAsANewDriver(driver, edition.Compilation, edition.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Unrelated))]
    public void AnUnrelatedEditReadsNoType(string edit)
    {
        Edition before = new();
        GeneratorRunResult result = GeneratorHost.Run(before.Compilation).RunGenerators(before.Toggle(edit).Compilation).GetRunResult().Results.Single();
        Assert.Equal(IncrementalStepRunReason.Unchanged, result.TrackedSteps[TrackingNames.Worlds].Single().Outputs.Single().Reason);
        Assert.Equal(IncrementalStepRunReason.Cached, result.TrackedSteps[TrackingNames.Parse].Single().Outputs.Single().Reason);
        Assert.All(result.TrackedOutputSteps.Values.SelectMany(steps => steps).SelectMany(step => step.Outputs),
            output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void ALongSequenceOfEditsWritesWhatANewDriverWrites(int seed)
    {
        Random random = new(seed);
        Edition edition = new();
        GeneratorDriver driver = GeneratorHost.RunUntracked(edition.Compilation);
        for (int step = 0; step < 150; step++)
        {
            string[] edits = [.. Edition.AllEdits];
            random.Shuffle(edits);
            edition = edition.Toggle(edits[..random.Next(1, random.Next(5) == 0 ? 8 : 2)]);
            driver = driver.RunGenerators(edition.Compilation);
            GeneratorHost.AssertAsANewDriver(driver, edition.Compilation, $"step {step}: {edition}");
        }
    }
}
