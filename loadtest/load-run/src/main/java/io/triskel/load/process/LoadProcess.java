package io.triskel.load.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.path.LoadPath;
import io.triskel.load.result.Evidence;
import io.triskel.load.result.ResultFile;
import io.triskel.load.result.RunFileBuilder;
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
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
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

    private static final long LOOK_NANOS = 500_000;

    private final String target;
    private final Answers answers;
    private final Outcome outcome;
    private final Duration patience;
    private final ObjectMapper json = new ObjectMapper();
    private final CompletableFuture<Instant> start = new CompletableFuture<>();
    private final Supplier<HostedBus> host;
    private volatile boolean settled;
    private volatile boolean asked;
    private volatile boolean stopped;

    LoadProcess(String target, Supplier<HostedBus> host, Answers answers, Duration patience) {
        this.target = target;
        this.host = host;
        this.answers = answers;
        this.outcome = new Outcome(target, answers);
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
        Supplier<HostedBus> none = () -> {
            throw new IllegalArgumentException("target " + target + " has no emulator that several processes can load");
        };
        run(target, openers, none, patience);
    }

    /**
     * Runs what standard input asks for, of a target whose emulator several workers can load.
     *
     * @param host starts the emulator without loading it
     */
    public static void run(String target, Map<Level, Supplier<LoadTarget>> openers, Supplier<HostedBus> host) {
        run(target, openers, host, PATIENCE);
    }

    private static void run(
            String target, Map<Level, Supplier<LoadTarget>> openers, Supplier<HostedBus> host, Duration patience) {
        LoadProcess process = new LoadProcess(target, host, Answers.ofThisProcess(), patience);
        Runtime.getRuntime().addShutdownHook(new Thread(process::stop, "stop"));
        Runtime.getRuntime().halt(process.converse(openers, System.in));
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
        Runtime.getRuntime()
                .halt(outcome.failed("it was stopped, and did not end within " + patience.toSeconds() + " s"));
    }

    int converse(Map<Level, Supplier<LoadTarget>> openers, InputStream input) {
        BufferedReader requests = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
        try {
            String line = requests.readLine();
            if (line == null) {
                return outcome.failed("no request on standard input");
            }
            asked = true;
            JsonNode request = json.readTree(line);
            if (request.path("op").asText().equals("host")) {
                return host(requests);
            }
            watch(requests);
            return load(request, openers);
        } catch (IOException e) {
            return outcome.failed("cannot read the request: " + e.getMessage());
        }
    }

    /** Starts emulators with a bus, and ends them when standard input ends. */
    private int host(BufferedReader requests) throws IOException {
        try (HostedBus hosted = host.get()) {
            answers.hosting(hosted);
            while (!stopped && requests.readLine() != null) {
                // Nothing more is asked of it.
            }
            answers.down();
            return 0;
        } catch (IllegalArgumentException refused) {
            return outcome.failed(String.valueOf(refused.getMessage()));
        } catch (RuntimeException e) {
            return outcome.failed(String.valueOf(e));
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
                    giveUpLater();
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
            outcome.file(Optional.ofNullable(request.path("file").textValue()).map(Path::of));
            Workload workload = Workload.fromJson(request.path("workload"));
            Supplier<LoadTarget> opener = openers.get(workload.level());
            if (opener == null) {
                return outcome.failed("target " + target + " supports level "
                        + openers.keySet().stream()
                                .sorted()
                                .map(LoadProcess::word)
                                .collect(Collectors.joining(" or "))
                        + ", not level " + word(workload.level()));
            }
            return load(request, workload, opener);
        } catch (IllegalArgumentException | InputException refused) {
            return outcome.failed(String.valueOf(refused.getMessage()));
        } catch (RuntimeException | Error e) {
            // Catches errors of the machine, too: this process ends anyway, and must not end with an exit code that
            // means something else.
            return outcome.failed(String.valueOf(e));
        }
    }

    private static String word(Level level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    private int load(JsonNode request, Workload workload, Supplier<LoadTarget> opener) {
        try {
            ResultFile.check(outcome.file());
            return measured(request, workload, opener);
        } catch (IOException e) {
            return outcome.failed("cannot write the result to " + outcome.file() + " (" + OutputFile.why(e)
                    + "): choose a writable folder on a disk with free space");
        }
    }

    private int measured(JsonNode request, Workload workload, Supplier<LoadTarget> opener) throws IOException {
        Worker worker = new Worker(
                request.path("worker").asInt(), request.path("workers").asInt(1));
        boolean shared = request.has("sharedRun");
        long run = shared ? request.path("sharedRun").asLong() : new SecureRandom().nextLong() >>> 1;
        try (LoadTarget opened = opener.get();
                LoadPath loaded = shared ? opened.path(workload, run, worker) : opened.path(workload, run)) {
            Optional<Spending> spending = Spending.of(request, opened.clock(), workload.drain());
            LoadRun.Lead lead = new LoadRun.Lead(
                    worker,
                    shared ? Optional.of(() -> settled) : Optional.empty(),
                    () -> {
                        ready(opened, worker);
                        spending.ifPresent(Spending::begin);
                    },
                    () -> stopped || spending.map(Spending::isExhausted).orElse(false),
                    spending.map(Budget.class::cast).orElse(Budget.NONE),
                    request.path("watched").asBoolean() ? answers.watched() : answers::progress);
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
            return outcome.write(file.build(), result.ledger());
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
        answers.ready(opened);
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
}
