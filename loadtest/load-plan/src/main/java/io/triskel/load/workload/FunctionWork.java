package io.triskel.load.workload;

import io.triskel.load.yaml.FileField;
import io.triskel.load.yaml.Unit;
import io.triskel.load.yaml.WrongFieldException;
import java.time.Duration;
import java.util.Objects;

/**
 * A function's work per event, for sizing.
 *
 * @param work wall time of one event on its own vCPU, including waiting; 10 us to 15 min, which is Lambda's
 *     longest
 * @param cpu CPU time of one full vCPU within it; at most the wall time
 * @param memory bytes that one instance is given; 128 MiB to 32 GiB
 * @param batch the most events per call if the trigger makes batches; 1 to 10,000
 * @param window how long a trigger waits for a batch to fill; at most 5 min
 */
public record FunctionWork(
        Duration work,
        @FileField(derived = "all of the work") Duration cpu,
        @FileField(unit = Unit.SIZE, otherwise = "512MiB") long memory,

        @FileField(otherwise = "100", least = 1, most = FunctionWork.LARGEST_BATCH)
        int batch,

        @FileField(otherwise = "0s") Duration window) {
    static final int LARGEST_BATCH = 10_000;
    private static final long MIB = 1 << 20;
    private static final Duration SHORTEST_WORK = Duration.ofNanos(10_000);
    private static final Duration LONGEST_WORK = Duration.ofMinutes(15);
    private static final Duration LONGEST_WINDOW = Duration.ofMinutes(5);

    public FunctionWork {
        // A file may leave it out.
        cpu = Objects.requireNonNullElse(cpu, work);
        if (work.compareTo(SHORTEST_WORK) < 0 || work.compareTo(LONGEST_WORK) > 0) {
            throw WrongFieldException.range("work", "10 us to 15 min", seconds(work));
        }
        if (cpu.isNegative() || cpu.compareTo(work) > 0) {
            throw WrongFieldException.range(
                    "cpu", "at most work, " + seconds(work) + ", of whose wall time it is a part", seconds(cpu));
        }
        if (memory < 128 * MIB || memory > 32 * 1024 * MIB) {
            throw WrongFieldException.range("memory", "128 MiB to 32 GiB", memory + " B");
        }
        if (batch < 1 || batch > LARGEST_BATCH) {
            throw WrongFieldException.range("batch", "1 to 10,000 events", batch);
        }
        if (window.isNegative() || window.compareTo(LONGEST_WINDOW) > 0) {
            throw WrongFieldException.range("window", "at most 5 min", seconds(window));
        }
    }

    private static String seconds(Duration time) {
        return Numbers.plain(time.toNanos() / 1e9) + " s";
    }
}
