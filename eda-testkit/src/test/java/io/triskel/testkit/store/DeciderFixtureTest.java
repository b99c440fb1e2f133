package io.triskel.testkit.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.decide.CommandRejectedException;
import io.triskel.decide.Decider;
import io.triskel.testkit.DeciderFixture;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DeciderFixtureTest {
    /** A lamp that can be switched on once, and off. */
    private static final class Lamp implements Decider<String, Boolean, String> {
        @Override
        public Boolean initial() {
            return false;
        }

        @Override
        public List<String> decide(String command, Boolean lit) {
            if (command.equals("smash")) {
                throw new CommandRejectedException("no violence");
            }
            if (command.equals("blink")) {
                return List.of("on", "off");
            }
            return command.equals("on") == lit ? List.of() : List.of(command);
        }

        @Override
        public Boolean evolve(Boolean lit, String event) {
            return event.equals("on");
        }
    }

    private final DeciderFixture<String, Boolean, String> lamp = DeciderFixture.of(new Lamp());

    @Nested
    class When_the_decider_is_as_expected {
        @Test
        void events_are_accepted_and_the_state_after_them() {
            lamp.givenNothing().when("on").then("on").thenState(true);
            lamp.given("on", "off").when("blink").then("on", "off").thenState(false);
        }

        @Test
        void nothing_is_accepted() {
            lamp.given("on").when("on").thenNothing().thenState(true);
        }

        @Test
        void a_rejection_is_accepted() {
            lamp.given("on").when("smash").thenRejected("no violence");
            lamp.given("on").when("smash").thenRejected();
        }

        @Test
        void the_state_without_a_command_is_accepted() {
            lamp.given("on").thenState(true);
        }
    }

    @Nested
    class When_it_is_not {
        @Test
        void other_events_fail_and_both_are_named() {
            assertThatThrownBy(() -> lamp.givenNothing().when("on").then("off"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("\"on\"")
                    .hasMessageContaining("\"off\"");
        }

        @Test
        void missing_and_further_events_fail() {
            assertThatThrownBy(() -> lamp.givenNothing().when("blink").then("on"))
                    .isInstanceOf(AssertionError.class);
            assertThatThrownBy(() -> lamp.givenNothing().when("on").then("on", "off"))
                    .isInstanceOf(AssertionError.class);
        }

        @Test
        void another_order_fails() {
            assertThatThrownBy(() -> lamp.givenNothing().when("blink").then("off", "on"))
                    .isInstanceOf(AssertionError.class);
        }

        @Test
        void events_where_nothing_was_expected_fail() {
            assertThatThrownBy(() -> lamp.givenNothing().when("on").thenNothing())
                    .isInstanceOf(AssertionError.class);
        }

        @Test
        void another_state_fails() {
            assertThatThrownBy(() -> lamp.givenNothing().when("on").thenState(false))
                    .isInstanceOf(AssertionError.class);
            assertThatThrownBy(() -> lamp.given("on").thenState(false)).isInstanceOf(AssertionError.class);
        }

        @Test
        void a_rejection_where_events_nothing_or_a_state_were_expected_fails_with_its_reason() {
            assertThatThrownBy(() -> lamp.givenNothing().when("smash").then("on"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("no violence");
            assertThatThrownBy(() -> lamp.givenNothing().when("smash").thenNothing())
                    .isInstanceOf(AssertionError.class);
            assertThatThrownBy(() -> lamp.givenNothing().when("smash").thenState(false))
                    .isInstanceOf(AssertionError.class);
        }

        @Test
        void acceptance_where_a_rejection_was_expected_fails_and_names_the_events() {
            assertThatThrownBy(() -> lamp.givenNothing().when("on").thenRejected())
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("[on]");
        }

        @Test
        void another_reason_fails() {
            assertThatThrownBy(() -> lamp.givenNothing().when("smash").thenRejected("too late"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("no violence");
        }
    }
}
