package io.triskel.orders.ordering;

import io.triskel.codec.PersonalKeys;
import io.triskel.codec.SubjectForgotten;
import io.triskel.codec.UnknownSubjectException;
import io.triskel.event.Deadline;
import io.triskel.event.DerivedId;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.OrderingKey;
import io.triskel.event.PortException;
import io.triskel.publish.EventPublisher;
import io.triskel.publish.PublishReport;
import java.util.List;
import java.util.Optional;

/** Forgets customers: their key is dropped, so that no event or state can be read any more, and read models are told. */
public final class Customers {
    private final PersonalKeys keys;
    private final EventPublisher publisher;

    public Customers(PersonalKeys keys, EventPublisher publisher) {
        this.keys = keys;
        this.publisher = publisher.withOwnWithholding();
    }

    /**
     * Forgets a customer, whose orders stay and go on. A forgotten customer cannot order under that id any more.
     *
     * @return whether the customer is forgotten, now or before; {@code false} if no personal data was ever kept under the id,
     *     and then nothing is stored: otherwise a stranger could block any id
     * @throws PortException if keys or bus did not answer; call again
     */
    public boolean forget(String customer, Deadline deadline) {
        if (!isKnown(customer)) {
            return false;
        }
        keys.forget(customer);
        OrderingKey key = new OrderingKey(customer);
        Envelope<SubjectForgotten> event = Envelope.of(
                        new EventId("/orders/customers", DerivedId.of("forgotten", customer)),
                        SubjectForgotten.TYPE,
                        new SubjectForgotten(customer))
                .withKey(key);
        PublishReport report = publisher.publishAndWait(List.of(event), deadline);
        if (!report.complete()) {
            publisher.resume(key);
            throw new PortException("That " + customer + " is forgotten was not accepted: "
                    + report.entries().get(0).outcome());
        }
        return true;
    }

    private boolean isKnown(String customer) {
        try {
            // Empty for a customer who is forgotten already; the bus may not have heard of it.
            Optional<?> unused = keys.find(customer);
            return true;
        } catch (UnknownSubjectException neverKept) {
            return false;
        }
    }
}
