package io.triskel.load.measure;

/** When events could not be sent for reasons that are not the generator's own. For the generator's thread. */
public final class Held {
    private final Waits byTarget = new Waits();
    private final Waits byOrder = new Waits();

    /** {@return when the target, or its client, took or answered nothing} */
    public Waits byTarget() {
        return byTarget;
    }

    /** {@return when too many events waited for earlier ones of their keys} */
    public Waits byOrder() {
        return byOrder;
    }
}
