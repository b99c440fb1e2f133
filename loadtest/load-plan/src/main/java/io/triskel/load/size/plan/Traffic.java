package io.triskel.load.size.plan;

/**
 * Who reads the bus, and what becomes of an event.
 *
 * @param readers that receive every event, each with its own function if there is one; an archive is not among them
 * @param wanted how many of them want an event on average; at most all
 * @param archive whether an archive reads the bus as well
 * @param perOrder events on the bus for each of the workload's: 1, unless these are orders
 * @param inARow deliveries one after another from sent to seen
 */
public record Traffic(int readers, double wanted, boolean archive, double perOrder, int inARow) {
    public Traffic {
        if (!(wanted >= 0) || wanted > readers) {
            throw new IllegalArgumentException(
                    "An event is wanted by 0 to " + readers + " readers, which is all, not by " + wanted);
        }
    }

    /** {@return readers that want every event, delivered once} */
    public static Traffic of(int readers) {
        return new Traffic(readers, readers, false, 1, 1);
    }
}
