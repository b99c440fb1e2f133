package io.triskel.load.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.ledger.WorkerLedger;
import io.triskel.load.path.LoadPath;
import io.triskel.load.result.Evidence;
import io.triskel.load.result.ResultFile;
import io.triskel.load.result.ResultJson;
import io.triskel.load.result.RunFile;
import io.triskel.load.result.RunFileBuilder;
import io.triskel.load.result.RunSummary;
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
 * input, ends the run early, with a result that is marked as partial.
 */
public final class LoadProcess {
    /** How long a signal waits for the partial result. */
    private static final long PATIENCE_SECONDS = 20;

    private static final long LOOK_NANOS = 500_000;

    private final String target;
    private final PrintStream answers;
    private final ObjectMapper json = new ObjectMapper();
    private final CompletableFuture<Instant> start = new CompletableFuture<>();
    private final Supplier<HostedBus> host;
    private volatile boolean settled;
    private volatile boolean asked;
    private volatile boolean stopped;

    private LoadProcess(String target, Supplier<HostedBus> host, PrintStream answers) {
        this.target = target;
        this.host = host;
        this.answers = answers;
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
        run(target, openers, () -> {
            throw new IllegalArgumentException("target " + target + " has no emulator that several processes can load");
        });
    }

    /**
     * Runs what standard input asks for, of a target whose emulator several workers can load.
     *
     * @param host starts the emulator without loading it
     */
    public static void run(String target, Map<Level, Supplier<LoadTarget>> openers, Supplier<HostedBus> host) {
        // Output of libraries must not mix with the answers.
        PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        System.setOut(System.err);
        LoadProcess process = new LoadProcess(target, host, answers);
        Runtime.getRuntime().addShutdownHook(new Thread(process::stop, "stop"));
        int exit = process.converse(openers);
        Runtime.getRuntime().halt(exit);
    }

    /** Waits to be halted with the run's exit code: a hook that ended first would end the process with the signal's. */
    private void stop() {
        stopped = true;
        if (!asked) {
            return;
        }
        try {
            TimeUnit.SECONDS.sleep(PATIENCE_SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private int converse(Map<Level, Supplier<LoadTarget>> openers) {
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try {
            String line = requests.readLine();
            if (line == null) {
                return failed("no request on standard input");
            }
            asked = true;
            JsonNode request = json.readTree(line);
            if (request.path("op").asText().equals("host")) {
                return host(requests);
            }
            watch(requests);
            return load(request, openers);
        } catch (IOException e) {
            return failed("cannot read the request: " + e.getMessage());
        }
    }

    /** Starts emulators with a bus, and ends them when standard input ends. */
    private int host(BufferedReader requests) throws IOException {
        try (HostedBus hosted = host.get()) {
            ObjectNode answer = json.createObjectNode().put("event", "hosting");
            hosted.variables().forEach(answer.putObject("variables")::put);
            answer(answer);
            while (!stopped && requests.readLine() != null) {
                // Nothing more is asked of it.
            }
            answer(json.createObjectNode().put("event", "down"));
            return 0;
        } catch (IllegalArgumentException refused) {
            return failed(String.valueOf(refused.getMessage()));
        } catch (RuntimeException e) {
            return failed(String.valueOf(e));
        }
    }

    /**
     * Takes the agreed moment at which several workers begin, and that all their events have come. The process that asked is gone when
     * standard input ends.
     */
    private void watch(BufferedReader requests) {
        Thread watcher = new Thread(
                () -> {
                    try {
                        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
                            take(json.readTree(line));
                        }
                    } catch (IOException | DateTimeParseException gone) {
                        // Treated as the end of standard input.
                    }
                    stopped = true;
                },
                "input");
        watcher.setDaemon(true);
        watcher.start();
    }

    private void take(JsonNode word) {
        if (word.path("op").asText().equals("settled")) {
            settled = true;
        } else {
            start.complete(Instant.parse(word.path("at").asText()));
        }
    }

    private int load(JsonNode request, Map<Level, Supplier<LoadTarget>> openers) {
        try {
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
        Path file = Path.of(request.path("file").asText());
        try {
            ResultFile.check(file);
            return load(request, workload, opener, file);
        } catch (IOException e) {
            return failed("cannot write the result to " + file + " (" + OutputFile.why(e)
                    + "): choose a writable folder on a disk with free space");
        }
    }

    private int load(JsonNode request, Workload workload, Supplier<LoadTarget> opener, Path path) throws IOException {
        Worker worker = new Worker(
                request.path("worker").asInt(), request.path("workers").asInt(1));
        boolean shared = request.has("sharedRun");
        long run = shared ? request.path("sharedRun").asLong() : new SecureRandom().nextLong() >>> 1;
        Optional<Spending> spending = Spending.of(request);
        try (LoadTarget opened = opener.get();
                LoadPath loaded = shared ? opened.path(workload, run, worker) : opened.path(workload, run)) {
            LoadRun.Lead lead = new LoadRun.Lead(
                    worker,
                    shared ? Optional.of(() -> settled) : Optional.empty(),
                    () -> ready(opened, worker),
                    () -> stopped,
                    () -> spending.map(Spending::isSpent).orElse(false),
                    progress -> {
                        spending.ifPresent(each -> each.second(progress.second()));
                        progress(progress);
                    });
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
            if (result.ledger().isPresent()) {
                result.ledger().get().write(WorkerLedger.beside(path));
            }
            ResultFile.write(written, path);
            answer(ResultJson.tree(RunSummary.of(written)));
            return result.exit();
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
                .put("sending", progress.sending())
                .put("due", progress.due())
                .put("seen", progress.seen())
                .put("lag", progress.second().lag())
                .put("p50Us", progress.second().p50())
                .put("p99Us", progress.second().p99()));
    }

    private int failed(String message) {
        answer(json.createObjectNode().put("event", "failed").put("message", message));
        return 4;
    }

    private synchronized void answer(ObjectNode answer) {
        answers.println(answer);
        answers.flush();
    }
}
