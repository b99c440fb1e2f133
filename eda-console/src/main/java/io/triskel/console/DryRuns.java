package io.triskel.console;

import io.triskel.console.Selection.Seen;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The last dry runs. A replay or a discard names one, so that it does what a person saw and nothing else. */
final class DryRuns {
    static final Duration LIFE = Duration.ofMinutes(5);

    private static final int MOST = 64;

    private final InstantSource clock;
    private final Map<String, DryRun> runs = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, DryRun> eldest) {
            return size() > MOST;
        }
    };

    DryRuns(InstantSource clock) {
        this.clock = clock;
    }

    /** One dry run, with the lanes that are not done yet. One thread at a time works on it. */
    static final class DryRun {
        private final String token;
        private final Instant expires;
        private final Deque<Seen> left;
        private final List<Seen> all;
        private boolean begun;

        private DryRun(String token, Instant expires, List<Seen> lanes) {
            this.token = token;
            this.expires = expires;
            this.left = new ArrayDeque<>(lanes);
            this.all = List.copyOf(lanes);
        }

        String token() {
            return token;
        }

        Instant expires() {
            return expires;
        }

        List<Seen> lanes() {
            return all;
        }

        Deque<Seen> left() {
            return left;
        }

        boolean hasBegun() {
            return begun;
        }

        void begin() {
            begun = true;
        }
    }

    synchronized DryRun keep(List<Seen> lanes) {
        DryRun run = new DryRun("d-" + UUID.randomUUID(), clock.instant().plus(LIFE), lanes);
        runs.put(run.token(), run);
        return run;
    }

    /**
     * Finds a dry run.
     *
     * @throws Refusal if the token is unknown, used or too old
     */
    synchronized DryRun find(String token) {
        DryRun run = runs.get(token);
        if (run == null || !clock.instant().isBefore(run.expires())) {
            runs.remove(token);
            throw new Refusal(
                    410,
                    "token-expired",
                    "The dry run is older than " + LIFE.toMinutes() + " minutes, was used, or is of another process.",
                    "Run the dry run again.");
        }
        return run;
    }

    synchronized void use(DryRun run) {
        runs.remove(run.token());
    }
}
