package io.triskel.orders.notification;

import io.triskel.event.DerivedId;
import io.triskel.event.Page;
import io.triskel.transfer.Replicas;
import io.triskel.transfer.Replicas.Replica;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A mailbox that sends nothing, for the demo. It stores the ids of its messages, so that a duplicate counts once even if
 * processes restart; only ids, because addresses and texts are personal data.
 *
 * <p>One conditional write per message, over the store of replicas, which every target has.
 */
public final class SentMessages implements Mailbox {
    /** The collection of replicas that holds the ids. */
    public static final String COLLECTION = "notification.sent";

    private static final int PAGE = 500;

    private final Replicas replicas;

    public SentMessages(Replicas replicas) {
        this.replicas = replicas;
    }

    @Override
    public void send(Message message) {
        byte[] id = message.id().getBytes(StandardCharsets.UTF_8);
        boolean unused = replicas.put(COLLECTION, Replica.of(DerivedId.of("message", message.id()), 1, id));
    }

    /** {@return how many different messages were sent; reads all of them} */
    public long count() {
        long count = 0;
        Optional<String> after = Optional.empty();
        do {
            Page<Replica> page = replicas.page(COLLECTION, after, PAGE);
            count += page.items().size();
            after = page.next();
        } while (after.isPresent());
        return count;
    }
}
