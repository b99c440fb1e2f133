package io.triskel.outbox;

import static io.triskel.outbox.InterleavingTest.Role.APPENDS;
import static io.triskel.outbox.InterleavingTest.Role.DRAINS;
import static io.triskel.outbox.InterleavingTest.Role.LETS_TIME_PASS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Appenders that publish by claim, and drainers, on one stream: every order of their steps, or many. */
class InterleavingTest {
    private static final List<Role> TWO_APPENDERS = List.of(APPENDS, APPENDS);
    private static final List<Role> AND_A_DRAINER = List.of(APPENDS, APPENDS, DRAINS, LETS_TIME_PASS);

    /** Before which step of its a process dies: it takes fewer than this many. */
    private static final int NEVER = 99;

    private static final int MOST_STEPS = 9;
    private static final int SEEDS =
            Integer.getInteger("triskel.outbox.seeds", Boolean.getBoolean("triskel.thorough") ? 3_000 : 500);

    /** What is wrong with the processes. */
    enum Flaw {
        NONE,
        PUBLISHES_BEHIND_WHAT_IS_NOT_PUBLISHED,
        RECORDS_WHAT_OTHERS_APPENDED_SINCE,
        FORGETS_WHO_WAITS
    }

    /** What a process does. */
    enum Role {
        APPENDS,
        DRAINS,
        LETS_TIME_PASS
    }

    @Test
    void two_appenders_publish_each_event_once_and_leave_none() {
        assertThat(everyOrder(Flaw.NONE, TWO_APPENDERS, NEVER)).isEmpty();
    }

    @Test
    void one_of_two_appenders_dies_before_any_of_its_steps() {
        assertThat(IntStream.rangeClosed(1, MOST_STEPS)
                        .mapToObj(step -> everyOrder(Flaw.NONE, TWO_APPENDERS, step))
                        .flatMap(List::stream))
                .isEmpty();
    }

    @Test
    void two_appenders_and_a_drainer_while_claims_run_out_and_somebody_dies() {
        assertThat(seeded(Flaw.NONE, AND_A_DRAINER)).isEmpty();
    }

    @Test
    void three_appenders_and_two_drainers() {
        assertThat(seeded(Flaw.NONE, List.of(APPENDS, APPENDS, APPENDS, DRAINS, DRAINS, LETS_TIME_PASS)))
                .isEmpty();
    }

    @Nested
    class It_can_fail {
        @Test
        void when_an_appender_publishes_although_its_predecessor_is_not_published() {
            assertThat(everyOrder(Flaw.PUBLISHES_BEHIND_WHAT_IS_NOT_PUBLISHED, TWO_APPENDERS, NEVER))
                    .anyMatch(wrong -> wrong.contains("order"));
        }

        @Test
        void when_commits_are_recorded_out_of_order() {
            assertThat(everyOrder(Flaw.RECORDS_WHAT_OTHERS_APPENDED_SINCE, TWO_APPENDERS, NEVER))
                    .anyMatch(wrong -> wrong.contains("recorded") && wrong.contains("lost"));
        }

        @Test
        void when_a_publisher_forgets_who_waits_for_it() {
            assertThat(everyOrder(Flaw.FORGETS_WHO_WAITS, TWO_APPENDERS, NEVER))
                    .anyMatch(wrong -> wrong.contains("left to a drainer"));
        }
    }

    /** Runs every order of steps; the first process dies before one of its. */
    private static List<String> everyOrder(Flaw flaw, List<Role> roles, int dies) {
        List<String> violations = new ArrayList<>();
        List<Integer> choices = new ArrayList<>();
        boolean more = true;
        while (more) {
            List<Integer> options = new ArrayList<>();
            new Interleaving(flaw, waiting -> {
                        options.add(waiting);
                        if (choices.size() < options.size()) {
                            choices.add(0);
                        }
                        return choices.get(options.size() - 1);
                    })
                    .run(roles, 0, dies)
                    .ifPresent(wrong -> violations.add(choices + ": " + wrong));
            int last = choices.size() - 1;
            while (last >= 0 && choices.get(last) == options.get(last) - 1) {
                choices.remove(last--);
            }
            more = last >= 0;
            if (more) {
                choices.set(last, choices.get(last) + 1);
            }
        }
        return violations;
    }

    private static List<String> seeded(Flaw flaw, List<Role> roles) {
        List<String> violations = new ArrayList<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            int dies = random.nextInt(roles.size());
            int step = 1 + random.nextInt(3 * MOST_STEPS);
            String name = "seed " + seed + ": ";
            new Interleaving(flaw, random::nextInt)
                    .run(roles, dies, step)
                    .ifPresent(wrong -> violations.add(name + wrong));
        }
        return violations;
    }
}
