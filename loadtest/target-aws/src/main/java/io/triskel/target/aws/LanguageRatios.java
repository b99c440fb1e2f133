package io.triskel.target.aws;

import io.triskel.local.NodeTools;
import io.triskel.local.WorkFolder;
import io.triskel.local.aws.lambda.FunctionDefinition;
import io.triskel.local.aws.lambda.InvocationResult;
import io.triskel.local.aws.lambda.LambdaFunction;
import io.triskel.local.aws.lambda.LambdaHost;
import io.triskel.orders.deployed.LanguagePackages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The command {@code ./triskel load aws languages}: one consumer in Java, Node.js and Python on the local Lambda, as ratios to Java. It
 * decodes and settles batches with a handler that counts, and has no store, so no emulator of a store is measured. The languages take turns,
 * since a machine is not equally fast all the time.
 */
public final class LanguageRatios {
    private static final int STARTS = 10;
    private static final int FIRST_BATCH = 10;
    private static final int BATCH = 100;
    private static final int ROUNDS = 8;
    private static final int WARM_UPS = 3;
    private static final int BATCHES = 100;
    private static final int PATIENCE_SECONDS = 60;

    private final String name;
    private final LambdaFunction function;
    private final List<Double> warm = new ArrayList<>();
    private double quickestSeconds = Double.MAX_VALUE;
    private long memoryKib;

    private LanguageRatios(String name, LambdaFunction function) {
        this.name = name;
        this.function = function;
    }

    /** What was measured of a language. */
    private record Measured(String name, double coldMillis, double warmMillis, double perSecond, double memoryKib) {}

    /** Runs it, and prints a table in Markdown. */
    public static void main(String[] arguments) throws IOException {
        Path folder = WorkFolder.create("triskel-languages-");
        try (LambdaHost host = LambdaHost.start(folder.resolve("logs"))) {
            System.out.print(table(measure(deployed(host, folder))));
        } finally {
            WorkFolder.remove(folder);
        }
    }

    private static List<LanguageRatios> deployed(LambdaHost host, Path folder) throws IOException {
        LanguagePackages packages = LanguagePackages.of(NodeTools.projectRoot(), folder);
        return List.of(
                new LanguageRatios(
                        "Java",
                        host.deploy(FunctionDefinition.of(
                                        "java",
                                        FunctionZip.of(folder.resolve("java.zip"), ColdStartRatio.OURS),
                                        CountingFunction.class.getName() + "::handleRequest")
                                .withMaxConcurrency(1))),
                new LanguageRatios(
                        "Node.js",
                        host.deploy(FunctionDefinition.of(
                                        "node", packages.zip("notification-node-counting.zip"), "index.handler")
                                .withRuntime("nodejs22.x")
                                .withMaxConcurrency(1))),
                new LanguageRatios(
                        "Python",
                        host.deploy(FunctionDefinition.of(
                                        "python", packages.zip("fraud-python-counting.zip"), "fraud.counting.handler")
                                .withRuntime("python3.13")
                                .withMaxConcurrency(1))));
    }

    private static List<Measured> measure(List<LanguageRatios> languages) {
        byte[] first = ColdStartRatio.batch(FIRST_BATCH);
        for (int start = 0; start < STARTS; start++) {
            languages.forEach(language -> {
                boolean unused = language.function.killOne();
                language.invoke(first);
            });
        }
        byte[] batch = ColdStartRatio.batch(BATCH);
        for (int round = 0; round < ROUNDS; round++) {
            boolean counts = round >= WARM_UPS;
            languages.forEach(language -> language.work(batch, counts));
        }
        return languages.stream().map(LanguageRatios::measured).toList();
    }

    private void work(byte[] batch, boolean counts) {
        long roundBegan = System.nanoTime();
        for (int i = 0; i < BATCHES; i++) {
            long began = System.nanoTime();
            invoke(batch);
            if (counts) {
                warm.add((System.nanoTime() - began) / 1e6);
            }
        }
        if (counts) {
            quickestSeconds = Math.min(quickestSeconds, (System.nanoTime() - roundBegan) / 1e9);
        }
        memoryKib = peakKib();
    }

    private void invoke(byte[] batch) {
        InvocationResult result = function.invoke(batch)
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
        if (!(result instanceof InvocationResult.Succeeded succeeded)
                || !succeeded.text().replace(" ", "").equals("{\"batchItemFailures\":[]}")) {
            throw new IllegalStateException(name + " did not handle its batch: " + result);
        }
    }

    /** {@return the most memory that the process had, as Linux counts it; a function has one process here} */
    private long peakKib() {
        String runtime = name.equals("Node.js") ? "node" : name.toLowerCase(Locale.ROOT);
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info()
                        .command()
                        .filter(command ->
                                Path.of(command).getFileName().toString().startsWith(runtime))
                        .isPresent())
                .mapToLong(process -> peakKib(process.pid()))
                .max()
                .orElseThrow(() -> new IllegalStateException("No process of " + name + " is running"));
    }

    private static long peakKib(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException ended) {
            return 0;
        }
    }

    private Measured measured() {
        List<Double> cold = function.metrics().firstInvocations().stream()
                .map(took -> took.toNanos() / 1e6)
                .toList();
        return new Measured(name, median(cold), median(warm), BATCHES * BATCH / quickestSeconds, memoryKib);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private static String table(List<Measured> all) {
        Measured java = all.get(0);
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT,
                "One consumer on the local Lambda (`emulator`), as ratios to Java: %d starts, then %d batches of %d"
                        + " events of 400 bytes, in turns.%n%n",
                STARTS,
                (ROUNDS - WARM_UPS) * BATCHES,
                BATCH));
        table.append("| |")
                .append(all.stream().map(Measured::name).collect(Collectors.joining(" | ", " ", " |\n")))
                .append("|---|")
                .append("---:|".repeat(all.size()))
                .append('\n');
        row(
                table,
                "cold start: from the start of the process to the answer to its first 10 events, median",
                all,
                java.coldMillis,
                Measured::coldMillis);
        row(table, "warm batch, median", all, java.warmMillis, Measured::warmMillis);
        row(
                table,
                "events a second of one process, best round of " + BATCHES + " batches",
                all,
                java.perSecond,
                Measured::perSecond);
        row(table, "most memory of the process", all, java.memoryKib, Measured::memoryKib);
        return table.toString();
    }

    private static void row(
            StringBuilder table, String what, List<Measured> all, double java, ToDoubleFunction<Measured> figure) {
        table.append("| ").append(what).append(" |");
        all.forEach(
                measured -> table.append(String.format(Locale.ROOT, " %.2f |", figure.applyAsDouble(measured) / java)));
        table.append('\n');
    }
}
