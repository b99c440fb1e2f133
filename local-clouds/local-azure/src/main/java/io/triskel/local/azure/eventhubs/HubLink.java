package io.triskel.local.azure.eventhubs;

import org.apache.qpid.protonj2.engine.Link;
import org.apache.qpid.protonj2.engine.Session;

/** A client's link to a hub; used on its connection's loop only. */
interface HubLink {
    EventHub hub();

    Link<?> link();

    default Session session() {
        return link().getSession();
    }

    /** Ends the link with an error. */
    default void detach(HubException reason) {
        if (link().isLocallyOpen()) {
            link().setCondition(reason.toError());
            link().close();
        }
    }

    /** Called when the link has ended: releases everything held for it. */
    void ended();
}
