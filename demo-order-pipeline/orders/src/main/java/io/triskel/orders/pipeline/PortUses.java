package io.triskel.orders.pipeline;

import static io.triskel.hosting.PortUse.DIRTY_STREAMS;
import static io.triskel.hosting.PortUse.DUE_LANES;
import static io.triskel.hosting.PortUse.INBOX;
import static io.triskel.hosting.PortUse.LIST_ROWS;
import static io.triskel.hosting.PortUse.LOOK_UP;
import static io.triskel.hosting.PortUse.PARK;
import static io.triskel.hosting.PortUse.PARK_BEHIND;
import static io.triskel.hosting.PortUse.PUBLISH;
import static io.triskel.hosting.PortUse.READ_KEYS;
import static io.triskel.hosting.PortUse.READ_REPLICAS;
import static io.triskel.hosting.PortUse.READ_ROWS;
import static io.triskel.hosting.PortUse.REPLAY;
import static io.triskel.hosting.PortUse.SAGAS;
import static io.triskel.hosting.PortUse.SNAPSHOTS;
import static io.triskel.hosting.PortUse.STREAMS;
import static io.triskel.hosting.PortUse.WAITING_SAGAS;
import static io.triskel.hosting.PortUse.WRITE_KEYS;
import static io.triskel.hosting.PortUse.WRITE_REPLICAS;
import static io.triskel.hosting.PortUse.WRITE_ROWS;

import io.triskel.hosting.Application;
import io.triskel.hosting.PortUse;
import io.triskel.orders.choreography.PaymentWatch;
import io.triskel.orders.fulfilment.FulfilmentSaga;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The ports that each function uses, so that a deployment grants exactly that. A test records the pipeline's use of its ports and compares.
 */
public final class PortUses {
    private PortUses() {}

    /** {@return the uses of each function: as {@link Application#uses} says} */
    public static Map<String, Set<PortUse>> of(Style style) {
        Map<String, Set<PortUse>> uses = new LinkedHashMap<>();
        uses.put(
                Application.HTTP,
                EnumSet.of(
                        READ_KEYS,
                        WRITE_KEYS,
                        STREAMS,
                        SNAPSHOTS,
                        READ_REPLICAS,
                        WRITE_REPLICAS,
                        READ_ROWS,
                        LIST_ROWS,
                        PUBLISH));
        OrderPipeline.consumerNames(style).forEach(consumer -> uses.put(consumer, consumer(consumer, style)));
        uses.put(Application.CLOCK, clock(uses));
        return uses;
    }

    /** {@return the uses of a consumer in another language; the fraud check reads the copy that it changes} */
    public static Set<PortUse> of(Languages.Other other) {
        return other == Languages.Other.NOTIFICATION_NODE
                ? consumer(other.consumer(), Style.ORCHESTRATION)
                : EnumSet.of(PARK, PARK_BEHIND, REPLAY, INBOX, READ_REPLICAS, WRITE_REPLICAS, PUBLISH);
    }

    private static Set<PortUse> consumer(String name, Style style) {
        // Every consumer notes heartbeats, and replays what it has parked if an operator asks for it.
        Set<PortUse> uses = EnumSet.of(PARK, REPLAY, WRITE_REPLICAS);
        if (!name.equals(Consumers.CATALOGUE_COPY)) {
            // The copy takes the highest version, in whatever order versions come.
            uses.add(PARK_BEHIND);
        }
        if (listeningToNewOrders(style).contains(name)) {
            // Decoding an order's first event needs the key of its customer's data.
            uses.add(READ_KEYS);
        }
        uses.addAll(
                switch (name) {
                    case Consumers.CATALOGUE_COPY -> EnumSet.noneOf(PortUse.class);
                    case Consumers.INVENTORY -> EnumSet.of(STREAMS, SNAPSHOTS, PUBLISH);
                    case Consumers.PAYMENT -> EnumSet.of(STREAMS, PUBLISH);
                    case Consumers.ORDERING -> EnumSet.of(STREAMS, READ_KEYS, PUBLISH);
                    case Consumers.ORDER_VIEW -> EnumSet.of(READ_ROWS, LIST_ROWS, WRITE_ROWS, READ_KEYS);
                    case Consumers.NEWS -> EnumSet.of(INBOX, PUBLISH);
                    case Consumers.NOTIFICATION -> EnumSet.of(INBOX, LOOK_UP);
                    case FulfilmentSaga.NAME -> EnumSet.of(SAGAS, PUBLISH);
                    // It sends only when a timer fires, so the clock sends.
                    case PaymentWatch.NAME -> EnumSet.of(SAGAS);
                    default ->
                        throw new IllegalStateException("Nobody has said which ports the consumer " + name + " uses");
                });
        return uses;
    }

    private static Set<String> listeningToNewOrders(Style style) {
        return style == Style.ORCHESTRATION
                ? Set.of(FulfilmentSaga.NAME)
                : Set.of(Consumers.INVENTORY, Consumers.PAYMENT);
    }

    /** The clock replays what consumers have parked, so it does all that they do, and reads their notes; it parks nothing itself. */
    private static Set<PortUse> clock(Map<String, Set<PortUse>> uses) {
        Set<PortUse> all = EnumSet.of(DIRTY_STREAMS, WAITING_SAGAS, DUE_LANES, READ_REPLICAS);
        uses.forEach((function, its) -> {
            if (!function.equals(Application.HTTP)) {
                all.addAll(its);
            }
        });
        all.removeAll(EnumSet.of(PARK, PARK_BEHIND));
        return all;
    }
}
