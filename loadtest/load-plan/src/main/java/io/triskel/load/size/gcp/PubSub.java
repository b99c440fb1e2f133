package io.triskel.load.size.gcp;

import io.triskel.load.fact.Facts;
import io.triskel.load.size.offer.Offer;
import io.triskel.load.size.plan.Amounts;
import io.triskel.load.size.plan.Bus;
import io.triskel.load.size.plan.Floor;
import io.triskel.load.size.plan.Message;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Sized;
import io.triskel.load.size.price.PriceBook;
import java.util.List;

/** Pub/Sub: no units; bytes are billed in and out, at least 1,000 per request. */
public final class PubSub {
    /** In addition to body and attributes: 20 bytes, and a message id of 16 bytes, as we have observed it. */
    public static final double ENVELOPE = Facts.value("ps-p-volume") + 16;

    /** us-central1 and europe-west1; "ps-q-pull" is the same. */
    public static final double PUBLISH = Facts.value("ps-q-pub-large");

    public static final double PULL = 4e9;

    private static final double QUOTA_STEP = Facts.value("ps-q-unit");
    public static final double PUSH = Facts.value("ps-q-push-large");

    public static final double KEY = Facts.value("ps-key-rate");

    static final Message MESSAGE = new Message(ENVELOPE, Facts.value("ps-p-min"), QUOTA_STEP);

    /** About 100 ms. */
    private static final double DELIVERY_MS = 1000 * Facts.value("ps-lat-order");

    private PubSub() {}

    static Sized size(Offer offer, Need need, double keptHours, PriceBook prices) {
        return new Bus(offer, need, 0, keptHours, need.consumers(), MESSAGE)
                .size(
                        List.of(),
                        List.of("publishing ordered events of many keys sends one event per request; the peak needs at"
                                + " least " + (long) Amounts.up(need.peakBytes() / KEY) + " busy keys, at 1 MB/s each"),
                        new Floor(DELIVERY_MS, "of the order of 100 ms", true),
                        prices);
    }

    /** {@return bytes of a request as quotas count them} */
    public static double quota(double bytes) {
        return Amounts.up(bytes / QUOTA_STEP) * QUOTA_STEP;
    }
}
