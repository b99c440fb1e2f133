package io.triskel.orders.ordering;

import io.triskel.orders.catalogue.Assortment;
import io.triskel.orders.catalogue.Product;
import io.triskel.personal.Personal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Makes a valid, priced order of what a customer asks for, or says why it is invalid. Asks only the copy of the catalogue:
 * no call to another service stands between a customer and an order.
 */
final class Pricing {
    /** The most lines of an order. */
    static final int MAX_LINES = 20;

    private final Assortment assortment;

    Pricing(Assortment assortment) {
        this.assortment = assortment;
    }

    /**
     * The result of pricing a request.
     *
     * @param command that places the order, or records why it is refused
     * @param missing the unknown product or price for which the request is refused, if the copy of the catalogue may only be
     *     late; empty if the request is not refused, or is wrong in any case
     */
    record Priced(OrderCommand command, Optional<String> missing) {}

    /** Why a line cannot be priced, and the product or price that the copy of the catalogue may not have heard of yet. */
    private record Problem(String reason, Optional<String> missing) {
        static Optional<Problem> of(String reason) {
            return Optional.of(new Problem(reason, Optional.empty()));
        }

        static Optional<Problem> missing(String missing, String reason) {
            return Optional.of(new Problem(reason, Optional.of(missing)));
        }
    }

    /** {@return the result, by the copy's current products} */
    Priced price(PlaceOrder request) {
        int count = request.lines().size();
        if (count < 1 || count > MAX_LINES) {
            return refused(
                    request, "an order has 1 to " + MAX_LINES + " lines, this one has " + count, Optional.empty());
        }
        List<OrderLine> lines = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        List<Problem> problems = new ArrayList<>();
        for (PlaceOrder.Wanted wanted : request.lines()) {
            Optional<Problem> problem = seen.add(wanted.product())
                    ? line(wanted, lines)
                    : Problem.of("product " + wanted.product() + " is in two lines");
            problem.ifPresent(problems::add);
        }
        if (problems.isEmpty()) {
            return new Priced(
                    new OrderCommand.Place(
                            request.order(),
                            request.customer(),
                            Personal.of(request.customer(), request.contact()),
                            lines,
                            request.card()),
                    Optional.empty());
        }
        boolean news = problems.stream().allMatch(problem -> problem.missing().isPresent());
        Problem first = problems.get(0);
        return refused(request, first.reason(), news ? first.missing() : Optional.empty());
    }

    private static Priced refused(PlaceOrder request, String reason, Optional<String> missing) {
        return new Priced(new OrderCommand.Refuse(request.order(), request.customer(), "invalid: " + reason), missing);
    }

    /** Adds the priced line, or answers its error. */
    private Optional<Problem> line(PlaceOrder.Wanted wanted, List<OrderLine> lines) {
        String id = wanted.product();
        if (wanted.quantity() < 1 || wanted.quantity() > OrderLine.MAX_QUANTITY) {
            return Problem.of(
                    "a quantity is 1 to " + OrderLine.MAX_QUANTITY + ", the one of " + id + " is " + wanted.quantity());
        }
        Assortment.Known known = assortment.known(id);
        Optional<Product> product = known.product();
        if (product.isEmpty()) {
            return known.withdrawn()
                    ? Problem.of("product " + id + " is withdrawn")
                    : Problem.missing("product " + id, "there is no product " + id);
        }
        int version = wanted.priceVersion();
        OptionalLong price = product.get().priceAt(version);
        if (price.isEmpty()) {
            String reason = "product " + id + " has no price version " + version;
            return version < 1
                    ? Problem.of(reason)
                    : Problem.missing("price version " + version + " of product " + id, reason);
        }
        lines.add(new OrderLine(id, version, wanted.quantity(), price.getAsLong()));
        return Optional.empty();
    }
}
