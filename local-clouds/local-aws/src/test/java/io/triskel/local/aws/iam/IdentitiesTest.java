package io.triskel.local.aws.iam;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.local.aws.wire.AccessKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdentitiesTest {
    private static final Permission READ = new Permission("dynamodb:GetItem", "table/orders");
    private static final Permission WRITE = new Permission("dynamodb:PutItem", "table/orders");
    private static final Permission LISTEN = new Permission("kinesis:SubscribeToShard", "stream/s/consumer/c:*");

    private final Identities identities = Identities.enforced();

    @Test
    void a_role_is_refused_what_it_is_not_allowed_in_the_words_of_the_service() {
        AccessKey clerk = identities.role("clerk", List.of(READ));

        assertThat(identities.refusal(clerk.id(), READ)).isEmpty();
        assertThat(identities.refusal(clerk.id(), WRITE))
                .contains("User: arn:aws:sts::000000000000:assumed-role/clerk/clerk is not authorized to perform:"
                        + " dynamodb:PutItem on resource: arn:aws:dynamodb:us-east-1:000000000000:table/orders because"
                        + " no identity-based policy allows the dynamodb:PutItem action");
        assertThat(identities.refused()).containsExactly("clerk: dynamodb:PutItem on table/orders");
    }

    @Test
    void a_star_stands_for_any_end_of_a_resource_and_for_no_beginning() {
        AccessKey clerk = identities.role("clerk", List.of(LISTEN));

        assertThat(identities.refusal(clerk.id(), new Permission(LISTEN.action(), "stream/s/consumer/c:17")))
                .isEmpty();
        assertThat(identities.refusal(clerk.id(), new Permission(LISTEN.action(), "stream/s/consumer/cc:17")))
                .isPresent();
    }

    @Test
    void the_owner_is_refused_nothing() {
        assertThat(identities.refusal(identities.owner().id(), WRITE)).isEmpty();
        assertThat(identities.refused()).isEmpty();
    }

    @Test
    void nobody_is_refused_anything_unless_that_is_asked_for_and_no_use_is_told() {
        Identities unlimited = Identities.unlimited();
        AccessKey clerk = unlimited.role("clerk", List.of(READ));

        assertThat(unlimited.refusal(clerk.id(), WRITE)).isEmpty();
        assertThat(unlimited.unused()).isEmpty();
    }

    @Test
    void permissions_that_nothing_used_are_known() {
        AccessKey clerk = identities.role("clerk", List.of(READ, WRITE));
        identities.role("idle", List.of(READ));

        assertThat(identities.refusal(clerk.id(), WRITE)).isEmpty();

        assertThat(identities.unused())
                .isEqualTo(Map.of(
                        "clerk", Set.of("dynamodb:GetItem on table/orders"),
                        "idle", Set.of("dynamodb:GetItem on table/orders")));
    }
}
