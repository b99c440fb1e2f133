package io.triskel.local.azure.eventhubs;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The readers of a partition in one consumer group: up to five readers without an epoch, or one with the highest epoch (Event
 * Hubs documentation, "Event consumers").
 */
final class Readers {
    static final int MOST = 5;

    private final List<Reader> attached = new ArrayList<>();

    interface Reader {
        String name();

        OptionalLong epoch();

        /** Tells the reader that another one has replaced it; returns immediately. */
        void steal(String message);
    }

    /**
     * Admits a reader, and disconnects the readers that it replaces.
     *
     * @throws HubException if there is a reader with a higher epoch, or five readers without one
     */
    void admit(Reader reader) {
        List<Reader> stolen;
        synchronized (this) {
            stolen = reader.epoch().isPresent() ? replaceAll(reader) : addOne(reader);
            attached.add(reader);
        }
        for (Reader other : stolen) {
            other.steal("New receiver '" + reader.name() + "' with higher epoch of '"
                    + reader.epoch().orElse(0) + "' is created hence current receiver '" + other.name()
                    + "' with epoch '" + other.epoch().orElse(0)
                    + "' is getting disconnected. If you are recreating the"
                    + " receiver, make sure a higher epoch is used.");
        }
    }

    synchronized void leave(Reader reader) {
        attached.remove(reader);
    }

    private List<Reader> replaceAll(Reader reader) {
        long epoch = reader.epoch().orElseThrow();
        for (Reader other : attached) {
            if (other.epoch().orElse(-1) > epoch) {
                throw new HubException(
                        HubException.STOLEN,
                        "Receiver '" + other.name() + "' with a higher epoch '"
                                + other.epoch().orElseThrow() + "' already exists. Receiver '" + reader.name()
                                + "' with epoch " + epoch + " cannot be created. Make sure you are creating receiver"
                                + " with increasing epoch value to ensure connectivity, or ensure all old epoch"
                                + " receivers are closed or disconnected.");
            }
        }
        List<Reader> stolen = List.copyOf(attached);
        attached.clear();
        return stolen;
    }

    private List<Reader> addOne(Reader reader) {
        for (Reader other : attached) {
            if (other.epoch().isPresent()) {
                throw new HubException(
                        HubException.STOLEN,
                        "At least one receiver for the endpoint is created with epoch of '"
                                + other.epoch().orElseThrow() + "', and so non-epoch receiver '" + reader.name()
                                + "' is not allowed. Either reconnect with a higher epoch, or make sure all epoch"
                                + " receivers are closed or disconnected.");
            }
        }
        if (attached.size() == MOST) {
            throw new HubException(
                    HubException.LIMIT,
                    "Exceeded the maximum number of allowed receivers per partition in a consumer group which is "
                            + MOST + ".");
        }
        return List.of();
    }
}
