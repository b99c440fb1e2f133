package io.triskel.benchmarks;

import java.io.PrintStream;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs JMH and prints a Markdown table per comparison, since a figure says little and a ratio of the same run a lot. */
public final class BenchmarkReport {
    /** The method that the others of its class are compared to. */
    private static final String OURS = "triskel";

    /** The parameter for a call's number of items, in benchmarks where the cost of an item must not depend on it. */
    private static final String ITEMS = "items";

    private BenchmarkReport() {}

    /**
     * Takes JMH's own options; allocation is always measured. Ends with 2 if JMH does not know an option.
     *
     * @throws RunnerException if a benchmark failed
     */
    public static void main(String[] arguments) throws RunnerException {
        try {
            measure(new CommandLineOptions(arguments));
        } catch (CommandLineOptionException wrong) {
            System.err.println("bench: " + wrong.getMessage() + ". Try './triskel bench --help'.");
            System.exit(2);
        }
    }

    private static void measure(CommandLineOptions given) throws RunnerException {
        OptionsBuilder options = new OptionsBuilder();
        options.parent(given).addProfiler(GCProfiler.class).shouldFailOnError(true);
        // Half a minute per benchmark; JMH's own defaults take eight minutes.
        options.forks(given.getForkCount().orElse(2));
        options.warmupIterations(given.getWarmupIterations().orElse(3));
        options.warmupTime(given.getWarmupTime().orElse(TimeValue.seconds(1)));
        options.measurementIterations(given.getMeasurementIterations().orElse(5));
        options.measurementTime(given.getMeasurementTime().orElse(TimeValue.seconds(1)));
        print(new Runner(options.build()).run(), System.out);
    }

    private static void print(Collection<RunResult> results, PrintStream out) {
        growth(results.stream().filter(BenchmarkReport::hasItems).toList(), out);
        Map<String, List<RunResult>> comparisons = results.stream()
                .filter(result -> !hasItems(result))
                .collect(Collectors.groupingBy(BenchmarkReport::comparison, TreeMap::new, Collectors.toList()));
        comparisons.forEach((name, group) -> {
            Optional<RunResult> ours =
                    group.stream().filter(result -> method(result).equals(OURS)).findFirst();
            out.printf("%n**%s**%n%n", name);
            out.println("| | time | error | allocated | time to ours | allocated to ours |");
            out.println("|---|---:|---:|---:|---:|---:|");
            group.stream()
                    .sorted(Comparator.comparing(result -> time(result).getScore()))
                    .forEach(result -> out.println(row(result, ours)));
        });
    }

    private static boolean hasItems(RunResult result) {
        return result.getParams().getParamsKeys().contains(ITEMS);
    }

    private static int items(RunResult result) {
        return Integer.parseInt(result.getParams().getParam(ITEMS));
    }

    private static double timeOfItem(RunResult result) {
        return time(result).getScore() / items(result);
    }

    /** One row per method: the cost of an item with the fewest items, and its ratio with more items. */
    private static void growth(List<RunResult> results, PrintStream out) {
        if (results.isEmpty()) {
            return;
        }
        Map<String, List<RunResult>> methods = results.stream()
                .sorted(Comparator.comparing(BenchmarkReport::items))
                .collect(Collectors.groupingBy(
                        result -> type(result) + ", " + method(result), TreeMap::new, Collectors.toList()));
        List<Integer> counts =
                results.stream().map(BenchmarkReport::items).distinct().sorted().toList();
        String headings = counts.stream().map(count -> count + " items | ratio").collect(Collectors.joining(" | "));
        out.printf("%n**Time for each item**, and its ratio to the fewest%n%n");
        out.println("| | " + headings + " |");
        out.println("|---|" + "---:|---:|".repeat(counts.size()));
        methods.forEach((name, runs) -> out.println("| " + name + " | "
                + counts.stream().map(count -> ofCount(runs, count)).collect(Collectors.joining(" | "))
                + " |"));
    }

    /** Empty if the benchmark has another number of items. */
    private static String ofCount(List<RunResult> runs, int count) {
        return runs.stream()
                .filter(run -> items(run) == count)
                .findFirst()
                .map(run -> String.format(
                        Locale.ROOT,
                        "%.0f %s | %.2f",
                        timeOfItem(run),
                        time(run).getScoreUnit().replace("/op", ""),
                        timeOfItem(run) / timeOfItem(runs.get(0))))
                .orElse(" | ");
    }

    private static String row(RunResult result, Optional<RunResult> ours) {
        Result<?> time = time(result);
        double allocated = allocated(result);
        return String.format(
                Locale.ROOT,
                "| %s | %.3f %s | %s | %.0f B | %s | %s |",
                method(result),
                time.getScore(),
                time.getScoreUnit(),
                Double.isNaN(time.getScoreError()) ? "" : String.format(Locale.ROOT, "± %.3f", time.getScoreError()),
                allocated,
                ratio(time.getScore(), ours.map(our -> time(our).getScore())),
                ratio(allocated, ours.map(BenchmarkReport::allocated)));
    }

    private static String ratio(double other, Optional<Double> ours) {
        return ours.filter(ground -> ground > 0)
                .map(ground -> String.format(Locale.ROOT, "%.2f", other / ground))
                .orElse("");
    }

    private static Result<?> time(RunResult result) {
        return result.getPrimaryResult();
    }

    private static double allocated(RunResult result) {
        Result<?> measured = result.getSecondaryResults().get("gc.alloc.rate.norm");
        return measured == null ? Double.NaN : measured.getScore();
    }

    /** The class and the parameters: results that share them are compared. */
    private static String comparison(RunResult result) {
        BenchmarkParams params = result.getParams();
        return type(result)
                + params.getParamsKeys().stream()
                        .map(key -> ", " + key + " " + params.getParam(key))
                        .collect(Collectors.joining());
    }

    private static String type(RunResult result) {
        String benchmark = result.getParams().getBenchmark();
        String type = benchmark.substring(0, benchmark.lastIndexOf('.'));
        return type.substring(type.lastIndexOf('.') + 1).replaceFirst("Benchmark$", "");
    }

    private static String method(RunResult result) {
        String benchmark = result.getParams().getBenchmark();
        return benchmark.substring(benchmark.lastIndexOf('.') + 1);
    }
}
