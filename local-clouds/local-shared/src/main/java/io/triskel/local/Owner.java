package io.triskel.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A process, identified by its id and start time, since a later process may get the same id.
 *
 * @param pid the process's id
 * @param started when the process started, as a text that does not change while it runs
 */
record Owner(long pid, String started) {
    private static final String MARKER = ".triskel-owner";

    /**
     * The index of the start, in ticks since boot, among the fields that the kernel lists after the process's name in
     * parentheses.
     */
    private static final int START_TICKS = 19;

    /** {@return this process} */
    static Owner here() {
        return now(ProcessHandle.current()).orElseThrow();
    }

    private static Optional<Owner> now(ProcessHandle process) {
        return process.isAlive() ? Optional.of(new Owner(process.pid(), started(process))) : Optional.empty();
    }

    /**
     * The start in the kernel's ticks where available: {@link ProcessHandle.Info} counts from a boot time that moves with the
     * clock.
     */
    private static String started(ProcessHandle process) {
        try {
            String line = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return line.substring(line.lastIndexOf(')') + 2).split(" ", -1)[START_TICKS];
        } catch (IOException notLinux) {
            return process.info().startInstant().map(Instant::toString).orElse("unknown");
        }
    }

    /** {@return whether the process still runs} */
    boolean isAlive() {
        return ProcessHandle.of(pid).flatMap(Owner::now).filter(this::equals).isPresent();
    }

    /** Writes this owner into a folder. */
    void mark(Path folder) throws IOException {
        Files.writeString(folder.resolve(MARKER), pid + " " + started + "\n");
    }

    /** {@return the owner of a folder; empty if none is known} */
    static Optional<Owner> of(Path folder) {
        try {
            String[] words = Files.readString(folder.resolve(MARKER)).strip().split(" ", 2);
            return words.length == 2 && words[0].matches("\\d{1,18}")
                    ? Optional.of(new Owner(Long.parseLong(words[0]), words[1]))
                    : Optional.empty();
        } catch (IOException noMarker) {
            return Optional.empty();
        }
    }
}
