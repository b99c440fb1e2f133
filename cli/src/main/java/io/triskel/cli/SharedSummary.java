package io.triskel.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.ledger.SharedObjectives;
import io.triskel.load.ledger.SharedRun;
import io.triskel.load.ledger.WorkerLedger;
import io.triskel.load.result.Latency;
import io.triskel.load.result.ResultFile;
import io.triskel.load.result.ResultJson;
import io.triskel.load.result.RunFile;
import io.triskel.load.result.RunSummary;
import io.triskel.load.result.RunVerdict;
import io.triskel.load.result.RunVerdict.Check;
import io.triskel.load.result.RunVerdict.Objective;
import io.triskel.load.result.Times;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** What all workers on one bus tell together, next to what each tells. */
final class SharedSummary {
    private SharedSummary() {}

    /**
     * {@return the summary of these workers' result files and ledgers; empty if there is none}
     *
     * @throws io.triskel.load.result.ResultException if one cannot be read
     */
    static Optional<ObjectNode> of(List<Path> files) {
        List<WorkerLedger> ledgers = files.stream()
                .map(WorkerLedger::beside)
                .filter(Files::isRegularFile)
                .map(WorkerLedger::read)
                .toList();
        if (ledgers.isEmpty()) {
            return Optional.empty();
        }
        List<RunFile> results = files.stream()
                .filter(Files::isRegularFile)
                .map(ResultFile::read)
                .toList();
        return results.isEmpty() ? Optional.empty() : Optional.of(summary(SharedRun.of(ledgers), results));
    }

    private static ObjectNode summary(SharedRun run, List<RunFile> results) {
        RunFile first = results.get(0);
        ObjectNode summary = ResultJson.tree(new RunSummary(
                "summary",
                first.target(),
                first.evidence(),
                first.level(),
                verdict(SharedObjectives.of(run, results), results),
                run.correctness(),
                results.stream().mapToLong(RunFile::late).sum(),
                results.stream().mapToLong(RunFile::unsent).sum(),
                results.stream().anyMatch(RunFile::partial),
                Optional.empty(),
                Optional.empty(),
                new Latency(highest(results, Latency::corrected), highest(results, Latency::actual))));
        summary.put("worker", LoadTable.ALL);
        run.words().forEach(summary.putArray("said")::add);
        return summary;
    }

    private static RunVerdict verdict(List<Objective> objectives, List<RunFile> results) {
        List<Check> broken = new ArrayList<>();
        results.forEach(each ->
                each.verdict().checks().stream().filter(check -> !check.ok()).forEach(broken::add));
        boolean valid = results.stream().allMatch(each -> each.verdict().valid());
        int worst =
                results.stream().mapToInt(each -> each.verdict().exit()).max().orElse(0);
        return new RunVerdict(Math.max(worst, RunVerdict.exit(valid, objectives)), valid, broken, objectives);
    }

    /** Of each percentile the worst worker's, since the command keeps no histograms; the report adds those up. */
    private static Times highest(List<RunFile> results, Function<Latency, Times> which) {
        return new Times(
                most(results, which, Times::count),
                most(results, which, Times::p50Us),
                most(results, which, Times::p90Us),
                most(results, which, Times::p99Us),
                most(results, which, Times::p999Us),
                most(results, which, Times::maxUs),
                Optional.empty());
    }

    private static long most(List<RunFile> results, Function<Latency, Times> which, ToLongFunction<Times> figure) {
        return results.stream()
                .flatMap(each -> each.latency().stream())
                .map(which)
                .mapToLong(figure)
                .max()
                .orElse(0);
    }
}
