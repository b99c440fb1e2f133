package io.triskel.cli;

import io.triskel.load.workload.Level;
import io.triskel.load.workload.Phase;
import io.triskel.load.workload.Worker;
import io.triskel.load.workload.Workload;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Which workers of a run this process starts: all of them, or the one that a job of Kubernetes, Cloud Run or AWS Batch has started this process
 * as, and says so in the environment.
 *
 * @param started here
 * @param count of all
 * @param start the agreed moment at which the first repeat begins; empty where this process starts all, and can agree on one itself
 */
record Workers(List<Worker> started, int count, Optional<Instant> start) {
    /** More processes are of no use on one machine. */
    static final int MOST_HERE = 64;

    /** The placeholder for a worker's number in the values of variables, for workers that each have their own bus. */
    static final String PLACE = "{worker}";

    private static final String START = "TRISKEL_START";
    private static final String COUNT = "TRISKEL_WORKERS";

    /** Variables that say which worker a process is, with those that say of how many. Kubernetes does not tell the latter. */
    private static final Map<String, String> ENGINES = Map.of(
            "TRISKEL_WORKER",
            COUNT,
            "JOB_COMPLETION_INDEX",
            COUNT,
            "CLOUD_RUN_TASK_INDEX",
            "CLOUD_RUN_TASK_COUNT",
            "AWS_BATCH_JOB_ARRAY_INDEX",
            "AWS_BATCH_JOB_ARRAY_SIZE");

    /** Between the end of a repeat's drain and the next repeat: a target is started meanwhile. */
    private static final Duration BETWEEN_REPEATS = Duration.ofMinutes(2);

    Workers {
        started = List.copyOf(started);
    }

    /**
     * {@return the workers to start}
     *
     * @param asked how many here; empty if not stated
     * @throws IllegalArgumentException if the environment contradicts itself or the options; the message says how
     */
    static Workers of(Optional<Integer> asked, Map<String, String> environment) {
        Optional<String> index = new TreeMap<>(ENGINES)
                .descendingKeySet().stream().filter(environment::containsKey).findFirst();
        if (index.isPresent()) {
            return inJob(index.get(), asked, environment);
        }
        int count = asked.orElse(1);
        if (count < 1 || count > MOST_HERE) {
            throw new IllegalArgumentException(
                    "--workers is " + count + ". Expected: 1 to " + MOST_HERE + " processes on this machine");
        }
        return new Workers(
                IntStream.range(0, count)
                        .mapToObj(each -> new Worker(each, count))
                        .toList(),
                count,
                Optional.empty());
    }

    private static Workers inJob(String index, Optional<Integer> asked, Map<String, String> environment) {
        if (asked.isPresent()) {
            throw new IllegalArgumentException("--workers starts workers on this machine, but " + index
                    + " says that this process is a worker itself: remove one of the two");
        }
        String counted = ENGINES.getOrDefault(index, COUNT);
        int count =
                number(counted, environment, index + " makes this a worker; set " + counted + " to how many there are");
        Worker worker = new Worker(number(index, environment, ""), count);
        if (count > 1 && !environment.containsKey(START)) {
            throw new IllegalArgumentException("This is worker " + worker.index() + " of " + count + ", but " + START
                    + " does not say when all of them start. Expected: a time such as 2026-11-27T12:00:00Z, the same"
                    + " for all, late enough for the last one to be ready");
        }
        return new Workers(
                List.of(worker),
                count,
                Optional.ofNullable(environment.get(START)).map(Workers::moment));
    }

    private static int number(String variable, Map<String, String> environment, String why) {
        String value = environment.getOrDefault(variable, "");
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException none) {
            throw new IllegalArgumentException(
                    variable + " is '" + value + "'. Expected: a number" + (why.isEmpty() ? "" : "; " + why), none);
        }
    }

    private static Instant moment(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException none) {
            throw new IllegalArgumentException(
                    START + " is '" + text + "'. Expected: a time such as 2026-11-27T12:00:00Z", none);
        }
    }

    boolean areSeveral() {
        return count > 1;
    }

    /** {@return whether others are started elsewhere} */
    boolean isPart() {
        return started.size() < count;
    }

    /** {@return when a repeat begins, where that was agreed beforehand} */
    Optional<Instant> start(int repeat, Workload workload) {
        Duration each = workload.length().plus(workload.drain()).plus(BETWEEN_REPEATS);
        return start.map(first -> first.plus(each.multipliedBy(repeat)));
    }

    /** {@return those variables that are a worker's own} */
    static Map<String, String> variables(Map<String, String> environment, Worker worker) {
        Map<String, String> own = new TreeMap<>(environment);
        own.values().removeIf(value -> !value.contains(PLACE));
        own.replaceAll((name, value) -> value.replace(PLACE, Integer.toString(worker.index())));
        return own;
    }

    /**
     * Checks that they can share a workload on these targets.
     *
     * @throws IllegalArgumentException if not; the message says why
     */
    void check(Workload workload, List<LoadTarget> targets, Map<String, String> environment) {
        if (!areSeveral()) {
            return;
        }
        started.forEach(worker -> worker.requireShareable(workload.keys()));
        for (LoadTarget target : targets) {
            if (target.isSimulated()) {
                throw new IllegalArgumentException(
                        target.text() + " is simulated in virtual time, by one process at any rate: use one worker");
            }
            if (LoadPlan.isCloud(target, environment) && !share(workload, target, environment)) {
                target.variablesOfBus(workload.level()).forEach(variable -> checkOwn(workload, variable, environment));
            }
        }
        if (isPart() && targets.size() > 1) {
            throw new IllegalArgumentException(
                    "A worker that a job has started loads one target: name one with --target");
        }
        if (isPart() && workload.repeats() > 1 && searches(workload)) {
            throw new IllegalArgumentException("A capacity search has no fixed length, so a job's workers"
                    + " cannot agree when to repeat it: use --repeats 1 and rerun the job");
        }
    }

    /**
     * {@return whether they load one bus of this target} A search for a capacity decides by what it has found how it goes on, and workers do
     * not talk to each other, so each searches on its own bus. A pipeline is shared in its own way.
     */
    boolean share(Workload workload, LoadTarget target, Map<String, String> environment) {
        boolean isCloud = LoadPlan.isCloud(target, environment);
        return areSeveral()
                && workload.level() == Level.BUS
                && !searches(workload)
                && target.cloud().isPresent()
                && !target.isSimulated()
                && (isCloud || !isPart())
                && !(isCloud
                        && target.variablesOfBus(workload.level()).stream()
                                .anyMatch(each ->
                                        environment.getOrDefault(each, "").contains(PLACE)));
    }

    private static boolean searches(Workload workload) {
        return workload.phases().stream().anyMatch(Phase.Capacity.class::isInstance);
    }

    /** {@return what tells the events of one run from all others: the same for all workers, also those that are started elsewhere} */
    long run(int repeat, Workload workload) {
        return start.map(moment -> new SplittableRandom(31L * (31L * moment.toEpochMilli() + repeat)
                                        + workload.toJson().toString().hashCode())
                                .nextLong())
                        .orElseGet(() -> new SecureRandom().nextLong())
                >>> 1;
    }

    private static void checkOwn(Workload workload, String variable, Map<String, String> environment) {
        String value = environment.getOrDefault(variable, "");
        if (!value.contains(PLACE)) {
            String why = searches(workload)
                    ? "Workers cannot search for the capacity of one bus together, so each needs its own: "
                    : "Each worker reads all that comes here, so it needs its own: ";
            throw new IllegalArgumentException(why + variable + " is '" + value + "'. Put " + PLACE
                    + ", the worker's number, into it, as in load-" + PLACE
                    + (searches(workload) ? ", or use one worker" : ""));
        }
    }
}
