package io.triskel.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A process, told apart from a later one that got the same id by when it started.
 *
 * @param pid its id
 * @param started when, in words that are the same for as long as it lives
 */
record Owner(long pid, String started) {
    private static final String MARKER = ".triskel-owner";

    /** Where the kernel tells the start in ticks since boot, among the fields behind the process's name in parentheses. */
    private static final int START_TICKS = 19;

    /** {@return this process} */
    static Owner here() {
        return now(ProcessHandle.current()).orElseThrow();
    }

    private static Optional<Owner> now(ProcessHandle process) {
        return process.isAlive() ? Optional.of(new Owner(process.pid(), started(process))) : Optional.empty();
    }

    /** By the kernel's ticks where it tells them: {@link ProcessHandle.Info} counts from a boot time that moves with the clock. */
    private static String started(ProcessHandle process) {
        try {
            String line = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return line.substring(line.lastIndexOf(')') + 2).split(" ", -1)[START_TICKS];
        } catch (IOException notLinux) {
            return process.info().startInstant().map(Instant::toString).orElse("unknown");
        }
    }

    /** {@return whether it still runs} */
    boolean isAlive() {
        return ProcessHandle.of(pid).flatMap(Owner::now).filter(this::equals).isPresent();
    }

    /** Writes into a folder whose it is. */
    void mark(Path folder) throws IOException {
        Files.writeString(folder.resolve(MARKER), pid + " " + started + "\n");
    }

    /** {@return whose a folder is; empty if it is nobody's that is known} */
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
