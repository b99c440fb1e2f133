package io.triskel.load.size.store;

import io.triskel.load.size.plan.Amounts;
import io.triskel.load.size.plan.Need;

/** The bytes in tables and indexes, when what is kept has reached its full age. */
public final class Stored {
    /** How they are computed. */
    public static final String HOW = "with indexes, at the end of the time that the workload keeps them";

    private Stored() {}

    /** {@return the bytes that a store then has} An inbox remembers an event for as long as it can come again. */
    public static double bytes(Need need, Requests requests, String store) {
        Requests.PerOrder order = requests.perOrder(store);
        double events = order.commits()
                * requests.furtherKibibytes(need.size())
                * requests.perKibibyte(store).bytes();
        double remembered =
                Math.max(need.retention().toSeconds(), need.terms().replay().toSeconds());
        return need.ordersAnHour()
                * ((order.kept().forGood() + events) * need.terms().kept().toSeconds()
                        + order.kept().whileRemembered() * remembered)
                / Amounts.SECONDS_AN_HOUR;
    }
}
