package io.triskel.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.EventType;
import io.triskel.personal.Personal;
import io.triskel.personal.PersonalKeys;
import java.util.Optional;
import javax.crypto.SecretKey;

/** The one type of the cases that has personal data, read where no key is left. */
final class PersonalReading {
    /** Reads everything else as the suite's other codec does. */
    static final EventCodec CODEC = EventCodec.of(TypeRegistry.builder()
                    .add(EventType.of("customers.customer-changed", 1), Customer.class)
                    .build())
            .withPersonal(new ForgottenKeys());

    private PersonalReading() {}

    record Customer(String id, Personal<String> name) {
        ObjectNode forDriver() {
            ObjectNode json = Json.object().put("id", id);
            json.putObject("name").put("subject", name.subject()).put("forgotten", true);
            return json;
        }
    }

    /** All subjects are forgotten. */
    private static final class ForgottenKeys implements PersonalKeys {
        @Override
        public SecretKey keyFor(String subject) {
            throw new IllegalStateException("The suite writes no personal data");
        }

        @Override
        public Optional<SecretKey> find(String subject) {
            return Optional.empty();
        }

        @Override
        public void forget(String subject) {
            // There is no key.
        }
    }
}
