package io.triskel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.codec.TypeRegistry;
import io.triskel.engine.Shop.Charge;
import io.triskel.engine.Shop.Charged;
import io.triskel.engine.Shop.Placed;
import io.triskel.engine.Shop.Reserve;
import io.triskel.engine.Shop.Reserved;
import io.triskel.saga.Step;
import io.triskel.saga.Steps;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class NotExportableTest {
    private static Steps<String> started(String name) {
        return Steps.named(name, String.class).startedBy(Placed.class, Placed::order, Placed::order);
    }

    private static Step<String> reserving(Steps<String> process, String step) {
        return process.step(step)
                .command("inventory", Reserve.class, Reserve::new)
                .done(Reserved.class);
    }

    private static List<String> reasons(Steps<String> process) {
        try {
            EngineProcess.of(process.describe(), Shop.types());
        } catch (NotExportableException refused) {
            return refused.reasons();
        }
        throw new AssertionError("It was exported");
    }

    @Test
    void a_command_without_a_type_is_named_with_the_way_out() {
        Steps<String> process = started("p");
        process.step("reserve").command("inventory", Reserve::new).done(Reserved.class);

        assertThat(reasons(process))
                .containsExactly("the type of 'do reserve' is not known: name it, as in command(\"inventory\","
                        + " MyCommand.class, ..)");
    }

    @Test
    void what_has_no_wire_name_is_named() {
        Steps<String> process = started("p");
        reserving(process, "reserve");

        assertThatThrownBy(() -> EngineProcess.of(
                        process.describe(),
                        TypeRegistry.builder()
                                .add("reserved", 1, Reserved.class)
                                .build()))
                .isInstanceOf(NotExportableException.class)
                .hasMessage("Process p cannot be exported: Reserve has no wire name: register it in the TypeRegistry");
    }

    @Test
    void a_wait_of_a_fraction_of_a_second_or_of_more_than_a_year_is_refused() {
        Steps<String> process = started("p");
        reserving(process, "reserve").within(Duration.ofMillis(1500));
        process.step("charge")
                .command("payment", Charge.class, Charge::new)
                .done(Charged.class)
                .within(Duration.ofDays(366));

        assertThat(reasons(process))
                .containsExactly(
                        "step 'reserve' waits PT1.5S, and engines count whole seconds",
                        "step 'charge' waits 366 days, and engines end an execution after 365");
    }

    @Test
    void a_wait_of_a_year_is_taken() {
        Steps<String> process = started("p");
        reserving(process, "reserve").within(Duration.ofDays(365));

        assertThat(EngineProcess.of(process.describe(), Shop.types()).asAmazonStates())
                .contains("\"TimeoutSeconds\" : 31536000");
    }

    @Test
    void names_that_an_engine_does_not_take_are_refused() {
        Steps<String> process = started("vérifier");
        reserving(process, "1st step");

        assertThat(reasons(process))
                .containsExactly(
                        "the process's name has letters, digits, spaces, - and _, and begins with a letter, 'vérifier'"
                                + " does not",
                        "a step's name has letters, digits, spaces, - and _, and begins with a letter, '1st step' does"
                                + " not");
    }

    @Test
    void steps_whose_states_would_share_a_name_are_refused() {
        Steps<String> process = started("p");
        reserving(process, "re serve");
        process.step("re-serve").command("payment", Charge.class, Charge::new).done(Charged.class);

        assertThat(reasons(process)).contains("two states would be called 're-serve': rename a step");
    }
}
