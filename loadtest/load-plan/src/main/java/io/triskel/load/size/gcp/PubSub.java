package io.triskel.load.size.gcp;

import io.triskel.load.fact.Facts;
import io.triskel.load.size.plan.Amounts;
import io.triskel.load.size.plan.Bill;
import io.triskel.load.size.plan.Bound;
import io.triskel.load.size.plan.Exceeded;
import io.triskel.load.size.plan.Floor;
import io.triskel.load.size.plan.Gate;
import io.triskel.load.size.plan.HotKey;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Range;
import io.triskel.load.size.plan.Sized;
import io.triskel.load.size.price.PriceBook;
import java.util.ArrayList;
import java.util.List;

/** Pub/Sub: no units; bytes are billed in and out, at least 1,000 per request. */
public final class PubSub {
    /** How subscriptions receive events. */
    enum Delivery {
        PULL("Pub/Sub pull"),
        PUSH("Pub/Sub push"),
        BIG_QUERY("Pub/Sub, one to BigQuery"),
        STORAGE("Pub/Sub, one to Cloud Storage");

        private final String offer;

        Delivery(String offer) {
            this.offer = offer;
        }
    }

    /** In addition to body and attributes: 20 bytes, and a message id of 16 bytes, as we have observed it. */
    public static final double ENVELOPE = Facts.value("ps-p-volume") + 16;

    private static final double LEAST_REQUEST = Facts.value("ps-p-min");

    /** us-central1 and europe-west1; "ps-q-pull" is the same. */
    public static final double PUBLISH = Facts.value("ps-q-pub-large");

    public static final double PULL = 4e9;

    private static final double QUOTA_STEP = Facts.value("ps-q-unit");
    public static final double PUSH = Facts.value("ps-q-push-large");

    public static final double KEY = Facts.value("ps-key-rate");

    private static final double MOST_HOURS = Facts.value("ps-topic-ret") / Amounts.SECONDS_AN_HOUR;

    /** About 100 ms. */
    private static final double DELIVERY_MS = 1000 * Facts.value("ps-lat-order");

    private final Delivery delivery;

    PubSub(Delivery delivery) {
        this.delivery = delivery;
    }

    Sized size(Need need, PriceBook prices) {
        double message = need.size() + ENVELOPE;
        List<Bound> bounds = new ArrayList<>();
        bounds.add(new Bound(
                "publish quota 4 GB/s of a large region", "ps-q-pub-large", need.peak() * quota(message) / PUBLISH));
        boolean push = delivery == Delivery.PUSH;
        bounds.add(new Bound(
                push ? "push quota 440 MB/s of a large region" : "pull quota 4 GB/s of a large region",
                push ? "ps-q-push-large" : "ps-q-pull",
                need.peak() * need.consumers() * quota(message) / (push ? PUSH : PULL)));
        return new Sized(
                delivery.offer,
                1,
                "topic",
                bounds,
                bill(need, message, prices).items(),
                exceeded(need, bounds),
                List.of("publishing ordered events of many keys sends one event per request; the peak needs at least "
                        + (long) Amounts.up(need.peakBytes() / KEY) + " busy keys, at 1 MB/s each"),
                new Floor(DELIVERY_MS, "of the order of 100 ms", true));
    }

    /** {@return bytes of a request as quotas count them} */
    public static double quota(double bytes) {
        return Amounts.up(bytes / QUOTA_STEP) * QUOTA_STEP;
    }

    private Bill bill(Need need, double message, PriceBook prices) {
        double alone = Math.max(LEAST_REQUEST, message);
        double events = need.eventsAnHour();
        boolean exports = delivery == Delivery.BIG_QUERY || delivery == Delivery.STORAGE;
        int consumers = need.consumers() - (exports ? 1 : 0);
        double delivered = delivery == Delivery.PUSH ? alone : message;
        Bill bill = new Bill("gcp", "bus", need, prices)
                .add(
                        "published",
                        new Range(message, alone, alone).times(events / Amounts.TIB),
                        "pub-sub.tib",
                        "message plus 36 bytes, at least 1,000 per request; batched to one per request")
                .add(
                        "delivered",
                        consumers * events * delivered / Amounts.TIB,
                        "pub-sub.tib",
                        delivery == Delivery.PUSH
                                ? "one message per request, at least 1,000 bytes"
                                : "bytes x subscriptions");
        if (exports) {
            bill.add(
                    "delivered to an archive",
                    events * message / Amounts.TIB,
                    delivery == Delivery.BIG_QUERY ? "pub-sub.bigquery-tib" : "pub-sub.storage-tib",
                    "one of the subscriptions");
        }
        return bill.add(
                "retention",
                need.keptBytes(Math.min(MOST_HOURS, need.retentionHours())) / Amounts.GIB / Amounts.HOURS_A_MONTH,
                "pub-sub.retention-gib-month",
                "the topic keeps all events for replay");
    }

    private static List<Exceeded> exceeded(Need need, List<Bound> bounds) {
        List<Exceeded> exceeded = new ArrayList<>();
        HotKey.tooManyBytes(need, KEY, "an ordering key", "ps-key-rate").ifPresent(exceeded::add);
        for (Bound bound : bounds) {
            Exceeded.quota(bound.units() * 100, 100, "% of the " + bound.limit(), bound.fact())
                    .ifPresent(exceeded::add);
        }
        if (need.retentionHours() > MOST_HOURS) {
            exceeded.add(new Exceeded(
                    Gate.RETENTION, "retention is longer than the 31 days of a topic", "ps-topic-ret", "an archive"));
        }
        return exceeded;
    }
}
