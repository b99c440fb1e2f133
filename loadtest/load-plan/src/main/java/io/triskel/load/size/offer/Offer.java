package io.triskel.load.size.offer;

import io.triskel.load.yaml.FileField;
import io.triskel.load.yaml.WrongFieldException;
import java.util.List;
import java.util.Optional;

/**
 * One way of buying a service.
 *
 * @param id such as aws.kinesis.provisioned; begins with the cloud
 * @param name for people
 * @param billing mode, in words
 * @param unit that is bought or counted
 * @param ladder the numbers of units that are sold; empty if any number is
 * @param delivery how a bus hands events over
 * @param takes the deliveries that a function can have
 * @param archives ids of the offers that can archive a bus
 * @param order fact that says that events of a key stay in order; empty if nothing says so
 * @param ownKeys whether data can be encrypted with the customer's own key, and where that is documented
 * @param regions in which it is sold
 * @param deploy script of this project that deploys it; empty if none does
 * @param unpriced why it has no price; empty if it has one
 * @param commitments that lower the price and are not counted
 * @param asOf the day on which its sources were read
 */
public record Offer(
        String id,
        Service service,
        String name,
        String billing,
        String unit,
        @FileField(derived = "none") List<Rate> rates,
        @FileField(derived = "none") List<KeyLimit> keys,
        @FileField(derived = "any") List<Integer> ladder,
        @FileField(derived = "none") Limits limits,
        Optional<Machine> machine,
        Optional<Delivery> delivery,
        @FileField(derived = "none") List<Delivery> takes,
        @FileField(derived = "none") List<String> archives,
        @FileField(derived = "none") List<Meter> meters,
        Optional<String> order,
        Optional<String> ownKeys,
        List<String> regions,
        Optional<String> deploy,
        Optional<String> unpriced,
        @FileField(derived = "none") List<String> commitments,
        @FileField(derived = "none") List<String> notes,
        String source,
        String asOf) {
    private static final List<String> UNITS = List.of(
            "shard",
            "stream",
            "throughput unit",
            "processing unit",
            "capacity unit",
            "topic",
            "bus",
            "environment",
            "instance",
            "table",
            "database",
            "archive");

    public Offer {
        if (!id.startsWith(service.cloud() + ".")) {
            throw new WrongFieldException(
                    "id",
                    "the id of an offer of " + service + " begins with '" + service.cloud() + ".', '" + id
                            + "' does not");
        }
        Known.word("unit", unit, UNITS);
        Known.date("as-of", asOf);
        order.ifPresent(fact -> Known.documented("order", fact));
        regions.forEach(region -> Known.word("regions", region, List.of("us", "eu")));
        if (meters.isEmpty() == unpriced.isEmpty() && service.role() != Role.STORE) {
            throw new WrongFieldException("meters", "an offer has meters, or 'unpriced' says why it has none");
        }
    }

    /** {@return the id of its cloud} */
    public String cloud() {
        return service.cloud();
    }

    public Role role() {
        return service.role();
    }
}
