package io.triskel.simulation;

import java.time.Duration;
import java.util.Optional;

/** One seed on one source: trouble first, then everything heals and must come to rest with the expected outcome. */
final class Simulation {
    private static final int ROUNDS_TO_REST = 600;

    /** More than any event fails before it succeeds, each round trying what is parked once. */
    private static final int QUIET_ROUNDS = 8;

    private Simulation() {}

    /** {@return what was wrong, if anything} */
    static Optional<String> run(long seed, Source.Kind kind, Mistake mistake) {
        return run(seed, kind, mistake, Duration.ZERO);
    }

    /** {@return what was wrong, if anything, among hosts each of whose clocks is wrong by up to {@code skew}} */
    static Optional<String> run(long seed, Source.Kind kind, Mistake mistake, Duration skew) {
        Script script = new Script(seed);
        World world = new World(seed, script, mistake, skew);
        Source source = kind.in(world);
        troubles(world, source);
        world.troubled = false;
        boolean rests = comesToRest(world, source);
        if (!rests) {
            world.violation("it does not come to rest");
        }
        Script.Outcome expected = script.expected();
        Script.Outcome actual = world.outcome();
        if (!expected.effects().equals(actual.effects())) {
            world.violation("effects are " + actual.effects() + ", expected " + expected.effects());
        }
        if (!expected.parked().equals(actual.parked())) {
            world.violation("parked is " + actual.parked() + ", expected " + expected.parked());
        }
        return world.violations.isEmpty()
                ? Optional.empty()
                : Optional.of("seed " + seed + " on " + kind + " with mistake " + mistake + ": "
                        + String.join("\n  ", world.violations.subList(0, Math.min(5, world.violations.size())))
                        + "\n  script: " + script);
    }

    private static void troubles(World world, Source source) {
        int steps = 20 + world.script.events.size() * 3;
        for (int i = 0; i < steps; i++) {
            passTime(world);
            source.publishSome(world.random.nextInt(4));
            if (world.random.nextInt(6) == 0) {
                world.replayDue(1 + world.random.nextInt(5), () -> {
                    source.publishSome(2);
                    if (world.random.nextInt(3) == 0) {
                        world.replayDueElsewhere(1 + world.random.nextInt(5));
                    } else {
                        source.step();
                    }
                });
            } else if (world.random.nextInt(15) == 0) {
                world.replayAll(1 + world.random.nextInt(5));
            } else {
                source.step();
            }
        }
    }

    private static void passTime(World world) {
        int what = world.random.nextInt(30);
        Duration step = what == 0
                ? Duration.ofSeconds(-5)
                : what < 3 ? Duration.ofMinutes(2) : Duration.ofSeconds(world.random.nextInt(10));
        world.clock.advance(step);
    }

    private static boolean comesToRest(World world, Source source) {
        source.publishSome(Integer.MAX_VALUE);
        int quiet = 0;
        for (int i = 0; i < ROUNDS_TO_REST; i++) {
            world.clock.advance(Duration.ofMinutes(2));
            for (int s = 0; s < 5; s++) {
                source.step();
            }
            boolean progress = world.replayAll(100);
            quiet = source.drained() && !progress ? quiet + 1 : 0;
            if (quiet == QUIET_ROUNDS) {
                return true;
            }
        }
        return false;
    }
}
