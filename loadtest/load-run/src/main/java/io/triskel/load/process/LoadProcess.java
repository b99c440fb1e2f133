package io.triskel.load.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.path.LoadPath;
import io.triskel.load.result.Evidence;
import io.triskel.load.result.FailedTarget;
import io.triskel.load.result.ResultFile;
import io.triskel.load.result.ResultJson;
import io.triskel.load.result.RunFile;
import io.triskel.load.result.RunFileBuilder;
import io.triskel.load.result.RunSummary;
import io.triskel.load.run.Budget;
import io.triskel.load.run.LoadRun;
import io.triskel.load.run.RunClock;
import io.triskel.load.run.RunResult;
import io.triskel.load.workload.Level;
import io.triskel.load.workload.OutputFile;
import io.triskel.load.workload.Worker;
import io.triskel.load.workload.Workload;
import io.triskel.load.yaml.InputException;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Holds one conversation: a request, progress once a second, then a summary or the reason for its absence. A signal, or the end of standard
 * input, ends the run early, with a result that is marked as partial. The file says the same as the last answer, which nobody may be there
 * to read: a result, or why there is none, and never both.
 */
public final class LoadProcess {
    /** How long a signal, or the end of standard input, waits for the partial result. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** The exit code of a target without a result. */
    private static final int FAILED = 4;

    private static final long LOOK_NANOS = 500_000;

    private final String target;
    private final PrintStream answers;
    private final Duration patience;
    private final ObjectMapper json = new ObjectMapper();
    private final CompletableFuture<Instant> start = new CompletableFuture<>();
    private volatile boolean asked;
    private volatile boolean stopped;
    /** Held while the outcome is written, so that it is one: a result, or a failure. */
    private final Object outcome = new Object();

    private boolean decided;
    private volatile Optional<Path> file = Optional.empty();
    private int exit;

    private LoadProcess(String target, PrintStream answers, Duration patience) {
        this.target = target;
        this.answers = answers;
        this.patience = patience;
    }

    /**
     * Runs what standard input asks for at level bus, and ends this process: with the run's exit code, or with 4 if it could not be
     * carried out.
     *
     * @param target its name
     * @param opener opens it; an {@link IllegalArgumentException} says for people why it cannot be opened
     */
    public static void run(String target, Supplier<LoadTarget> opener) {
        run(target, Map.of(Level.BUS, opener));
    }

    /**
     * Runs what standard input asks for, of a target that has several levels.
     *
     * @param openers open it, by the level that is asked for
     */
    public static void run(String target, Map<Level, Supplier<LoadTarget>> openers) {
        run(target, openers, PATIENCE);
    }

    static void run(String target, Map<Level, Supplier<LoadTarget>> openers, Duration patience) {
        // Output of libraries must not mix with the answers.
        PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        System.setOut(System.err);
        LoadProcess process = new LoadProcess(target, answers, patience);
        Runtime.getRuntime().addShutdownHook(new Thread(process::stop, "stop"));
        int exit = process.converse(openers);
        Runtime.getRuntime().halt(exit);
    }

    /** Waits to be halted with the run's exit code: a hook that ended first would end the process with the signal's. */
    private void stop() {
        stopped = true;
        if (asked) {
            giveUpLater();
        }
    }

    /** Ends a process that does not end by itself, as one whose target hangs. */
    private void giveUpLater() {
        try {
            TimeUnit.NANOSECONDS.sleep(patience.toNanos());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(failed("it was stopped, and did not end within " + patience.toSeconds() + " s"));
    }

    private int converse(Map<Level, Supplier<LoadTarget>> openers) {
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try {
            String line = requests.readLine();
            if (line == null) {
                return failed("no request on standard input");
            }
            asked = true;
            watch(requests);
            return load(json.readTree(line), openers);
        } catch (IOException e) {
            return failed("cannot read the request: " + e.getMessage());
        }
    }

    /** Takes the agreed moment at which several workers begin. The process that asked is gone when standard input ends. */
    private void watch(BufferedReader requests) {
        Thread watcher = new Thread(
                () -> {
                    try {
                        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
                            start.complete(
                                    Instant.parse(json.readTree(line).path("at").asText()));
                        }
                    } catch (IOException | DateTimeParseException gone) {
                        // Treated as the end of standard input.
                    }
                    stopped = true;
                    giveUpLater();
                },
                "input");
        watcher.setDaemon(true);
        watcher.start();
    }

    private int load(JsonNode request, Map<Level, Supplier<LoadTarget>> openers) {
        try {
            file = Optional.ofNullable(request.path("file").textValue()).map(Path::of);
            Workload workload = Workload.fromJson(request.path("workload"));
            Supplier<LoadTarget> opener = openers.get(workload.level());
            if (opener == null) {
                return failed("target " + target + " supports level "
                        + openers.keySet().stream()
                                .sorted()
                                .map(LoadProcess::word)
                                .collect(Collectors.joining(" or "))
                        + ", not level " + word(workload.level()));
            }
            return load(request, workload, opener);
        } catch (IllegalArgumentException | InputException refused) {
            return failed(String.valueOf(refused.getMessage()));
        } catch (RuntimeException | Error e) {
            // Catches errors of the machine, too: this process ends anyway, and must not end with an exit code that
            // means something else.
            return failed(String.valueOf(e));
        }
    }

    private static String word(Level level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    private int load(JsonNode request, Workload workload, Supplier<LoadTarget> opener) {
        Path path = file.orElse(Path.of(""));
        try {
            ResultFile.check(path);
            return load(request, workload, opener, path);
        } catch (IOException e) {
            return failed("cannot write the result to " + path + " (" + OutputFile.why(e)
                    + "): choose a writable folder on a disk with free space");
        }
    }

    private int load(JsonNode request, Workload workload, Supplier<LoadTarget> opener, Path path) throws IOException {
        long run = new SecureRandom().nextLong() >>> 1;
        Worker worker = new Worker(
                request.path("worker").asInt(), request.path("workers").asInt(1));
        try (LoadTarget opened = opener.get();
                LoadPath loaded = opened.path(workload, run)) {
            Optional<Spending> spending = Spending.of(request, opened.clock(), workload.drain());
            LoadRun.Lead lead = new LoadRun.Lead(
                    worker,
                    () -> {
                        ready(opened, worker);
                        spending.ifPresent(Spending::begin);
                    },
                    () -> stopped || spending.map(Spending::isExhausted).orElse(false),
                    spending.map(Budget.class::cast).orElse(Budget.NONE),
                    this::progress);
            RunResult result =
                    new LoadRun(workload, loaded, run, request.path("repeat").asInt(), opened.clock(), lead).run();
            RunFileBuilder file = result.toFile(
                            target, Evidence.valueOf(opened.environment().name()))
                    .stack(opened.stack())
                    .units(opened.units())
                    .command(request.path("command").asText(""))
                    .worker(worker.index())
                    .workers(worker.count())
                    .environment(environment());
            spending.map(Spending::spend).ifPresent(file::spend);
            RunFile written = file.build();
            return write(written, path);
        }
    }

    /** Writes a result, unless it was given up before; {@return the exit code} */
    private int write(RunFile run, Path path) throws IOException {
        synchronized (outcome) {
            if (!decided) {
                ResultFile.write(run, path);
                decided = true;
                exit = run.verdict().exit();
                answer(ResultJson.tree(RunSummary.of(run)));
            }
            return exit;
        }
    }

    private ObjectNode environment() {
        return json.createObjectNode()
                .put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"))
                .put("java", System.getProperty("java.vm.name") + " " + Runtime.version())
                .put("cpus", Runtime.getRuntime().availableProcessors())
                .put("triskel", System.getProperty("triskel.version", "unknown"))
                .put("commit", System.getProperty("triskel.commit", "unknown"));
    }

    /** Reports that the first event may be sent; several workers send theirs at the moment that they then agree on. */
    private void ready(LoadTarget opened, Worker worker) {
        answer(json.createObjectNode()
                .put("event", "ready")
                .put("evidence", opened.environment().word())
                .put("stack", opened.stack()));
        if (worker.count() > 1) {
            awaitStart(opened.clock());
        }
    }

    private void awaitStart(RunClock clock) {
        while (!start.isDone() && !stopped) {
            clock.pause(LOOK_NANOS);
        }
        if (!start.isDone()) {
            throw new IllegalArgumentException("The run was stopped before its workers agreed on a start time");
        }
        Instant at = start.join();
        Duration late = Duration.between(at, clock.wall().instant());
        if (!late.isNegative()) {
            throw new IllegalArgumentException("The workers were to start at " + at + ", which was " + late.toMillis()
                    + " ms ago: agree on a later time, and check that the machines' clocks are correct");
        }
        while (clock.wall().instant().isBefore(at) && !stopped) {
            clock.pause(LOOK_NANOS);
        }
    }

    private void progress(LoadRun.Progress progress) {
        answer(json.createObjectNode()
                .put("event", "progress")
                .put("phase", progress.phase())
                .put("secondsLeft", Math.round(progress.secondsLeft()))
                .put("rate", progress.second().counts().sent())
                .put("delivered", progress.second().counts().delivered())
                .put("failed", progress.second().counts().refused())
                .put("lag", progress.second().lag())
                .put("p50Us", progress.second().p50())
                .put("p99Us", progress.second().p99()));
    }

    /** Says why there is no result, unless there is one; {@return the exit code} */
    private int failed(String message) {
        synchronized (outcome) {
            if (decided) {
                System.err.println("After the outcome was written: " + message);
            } else {
                decided = true;
                exit = FAILED;
                file.map(Path::getParent).ifPresent(folder -> note(message, folder));
                answer(json.createObjectNode().put("event", "failed").put("message", message));
            }
            return exit;
        }
    }

    private void note(String message, Path folder) {
        try {
            ResultFile.writeFailure(new FailedTarget(RunFile.SCHEMA, target, message), folder);
        } catch (IOException unwritable) {
            System.err.println(
                    "Cannot note in " + folder + " that the target failed (" + OutputFile.why(unwritable) + ")");
        }
    }

    private synchronized void answer(ObjectNode answer) {
        answers.println(answer);
        answers.flush();
    }
}
