package io.triskel.local.azure.eventhubs;

import static io.triskel.local.azure.eventhubs.SdkClients.bodies;
import static io.triskel.local.azure.eventhubs.SdkClients.events;
import static io.triskel.local.azure.eventhubs.SdkClients.receive;
import static io.triskel.local.azure.eventhubs.SdkClients.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.amqp.exception.AmqpErrorCondition;
import com.azure.core.amqp.exception.AmqpException;
import com.azure.messaging.eventhubs.EventHubClientBuilder;
import com.azure.messaging.eventhubs.EventHubConsumerClient;
import com.azure.messaging.eventhubs.EventHubProducerClient;
import com.azure.messaging.eventhubs.models.EventPosition;
import io.triskel.local.FaultPlan;
import io.triskel.local.azure.roles.DataAction;
import io.triskel.local.azure.roles.RoleAssignment;
import io.triskel.local.azure.roles.RoleAssignments;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an identity may do with a hub, asked by the real client. */
class AccessTest {
    private static final String SENDER = "Azure Event Hubs Data Sender";
    private static final String RECEIVER = "Azure Event Hubs Data Receiver";

    private final EventHubsServer server = EventHubsServer.start(EventHubsSettings.defaults(), new FaultPlan(1));
    private final RoleAssignments roles = RoleAssignments.enforced();

    AccessTest() {
        server.createHub("orders", 1);
        server.createHub("others", 1);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void assign(String identity, String role, String scope) {
        roles.give(identity, List.of(new RoleAssignment(role, scope)));
    }

    private EventHubClientBuilder client(String identity, String hub) {
        return SdkClients.builder(server, hub, 0).connectionString(server.connectionString(identity, roles), hub);
    }

    private void send(String identity, String hub) {
        try (EventHubProducerClient producer = client(identity, hub).buildProducerClient()) {
            producer.send(events("event"));
        }
    }

    @Test
    void an_identity_sends_to_the_hubs_on_which_it_has_the_role() {
        assign("app", SENDER, "eventhubs/orders");

        send("app", "orders");
        AmqpException refused = refusal(() -> send("app", "others"));

        assertThat(refused.getErrorCondition()).isEqualTo(AmqpErrorCondition.UNAUTHORIZED_ACCESS);
        assertThat(refused)
                .hasMessageContaining("Unauthorized access. 'Send' claim(s) are required to perform this operation."
                        + " Resource: 'sb://triskel-local.servicebus.windows.net/others'");
        assertThat(roles.refused()).containsExactly("app: Microsoft.EventHub/*/send/action on eventhubs/others");
    }

    @Test
    void sending_is_not_receiving() {
        assign("app", SENDER, "eventhubs/orders");
        assign("reader", RECEIVER, "eventhubs/orders");
        send("app", "orders");

        try (EventHubConsumerClient reader = client("reader", "orders").buildConsumerClient();
                EventHubConsumerClient app = client("app", "orders").buildConsumerClient()) {
            assertThat(bodies(receive(reader, "0", 1, EventPosition.earliest())))
                    .containsExactly("event");
            assertThat(refusal(() -> receive(app, "0", 1, EventPosition.earliest())))
                    .hasMessageContaining("'Listen' claim(s) are required");
        }
        assertThat(refusal(() -> send("reader", "orders"))).hasMessageContaining("'Send' claim(s) are required");
    }

    @Test
    void nobody_is_refused_anything_unless_that_is_asked_for_and_no_use_is_told() {
        RoleAssignments unlimited = RoleAssignments.unlimited();
        unlimited.give("app", List.of(new RoleAssignment(SENDER, "eventhubs/orders")));

        assertThat(unlimited.allow("nobody", new DataAction(Claim.SEND.action(), "eventhubs/orders")))
                .isTrue();
        assertThat(unlimited.unused()).isEmpty();
    }

    @Test
    void the_roles_that_nothing_needed_are_known() {
        assign("app", SENDER, "eventhubs/orders");
        assign("app", RECEIVER, "eventhubs/orders");

        send("app", "orders");

        assertThat(roles.unused()).isEqualTo(Map.of("app", Set.of(RECEIVER + " on eventhubs/orders")));
    }
}
