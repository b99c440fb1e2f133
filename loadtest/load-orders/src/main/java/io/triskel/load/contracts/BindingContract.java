package io.triskel.load.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.triskel.load.Binding;
import io.triskel.load.DeployedSite;
import io.triskel.load.Environment;
import io.triskel.store.Checkpoints;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A target runs on this machine by default, where no two users share ports. */
public abstract class BindingContract {
    private final Function<Map<String, String>, ? extends Binding> target;
    private final Map<String, String> service;
    private final List<String> deployed;

    /**
     * Tests a target.
     *
     * @param target made from environment variables
     * @param service variables that name the service itself
     * @param deployed the variables among them that name deployed resources
     */
    protected BindingContract(
            Function<Map<String, String>, ? extends Binding> target,
            Map<String, String> service,
            List<String> deployed) {
        this.target = target;
        this.service = Map.copyOf(service);
        this.deployed = List.copyOf(deployed);
    }

    @Test
    final void nothing_but_the_variable_makes_it_the_service() {
        Map<String, String> without = new HashMap<>(service);
        without.remove(DeployedSite.VARIABLE);

        try (Binding local = target.apply(without)) {
            assertThat(local.environment()).isEqualTo(Environment.EMULATOR);
        }
        try (Binding itself = target.apply(service)) {
            assertThat(itself.environment()).isEqualTo(Environment.CLOUD);
        }
    }

    @Test
    final void spaces_on_this_machine_share_nothing() {
        try (Binding local = target.apply(Map.of())) {
            Checkpoints one = local.fresh().stores().checkpoints();
            Checkpoints other = local.fresh().stores().checkpoints();

            one.claim("consumer");

            assertThat(other.find("consumer")).isEmpty();
            assertThat(one.find("consumer")).isPresent();
        }
    }

    @Test
    final void the_service_needs_what_is_deployed_there() {
        for (String name : deployed) {
            Map<String, String> without = new HashMap<>(service);
            without.remove(name);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> target.apply(without).close())
                    .withMessageContainingAll(deployed.toArray(CharSequence[]::new));
        }
    }
}
