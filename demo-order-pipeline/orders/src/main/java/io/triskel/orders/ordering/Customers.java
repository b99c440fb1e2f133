package io.triskel.orders.ordering;

import io.triskel.event.Deadline;
import io.triskel.event.DerivedId;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.OrderingKey;
import io.triskel.event.PortException;
import io.triskel.personal.PersonalKeys;
import io.triskel.personal.SubjectForgotten;
import io.triskel.personal.UnknownSubjectException;
import io.triskel.platform.Platform;
import io.triskel.publish.PublishFailedException;
import java.util.List;
import java.util.Optional;

/** Forgets customers: drops their key, so that their events and states become unreadable, and notifies read models. */
public final class Customers {
    private final PersonalKeys keys;
    private final Platform platform;

    public Customers(Platform platform) {
        this.keys = platform.personalKeys();
        this.platform = platform;
    }

    /**
     * Forgets a customer, whose orders stay and continue. A forgotten customer cannot order under that id any more.
     *
     * @return whether the customer is forgotten, now or before; {@code false} if no personal data was ever kept under the id,
     *     and then nothing is stored: otherwise a stranger could block any id
     * @throws PortException if the keys did not answer; call again
     * @throws PublishFailedException if the bus has not heard of it; call again
     */
    public boolean forget(String customer, Deadline deadline) {
        if (!isKnown(customer)) {
            return false;
        }
        keys.forget(customer);
        Envelope<SubjectForgotten> event = Envelope.of(
                        new EventId("/orders/customers", DerivedId.of("forgotten", customer)),
                        SubjectForgotten.TYPE,
                        new SubjectForgotten(customer))
                .withKey(new OrderingKey(customer));
        platform.publish(List.of(event), deadline);
        return true;
    }

    private boolean isKnown(String customer) {
        try {
            // Empty for a customer who is already forgotten; the event may not be on the bus yet.
            Optional<?> unused = keys.find(customer);
            return true;
        } catch (UnknownSubjectException neverKept) {
            return false;
        }
    }
}
