package io.triskel.orders.ordering;

import io.triskel.codec.Personal;
import io.triskel.orders.catalogue.Assortment;
import io.triskel.orders.catalogue.Product;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Makes a valid, priced order of what a customer asks for, or says why it is none. It asks only the copy of the catalogue:
 * no call to another service stands between a customer and an order.
 */
public final class Pricing {
    /** The most lines of an order. */
    public static final int MAX_LINES = 20;

    private final Assortment assortment;

    /** Prices by this assortment. */
    public Pricing(Assortment assortment) {
        this.assortment = assortment;
    }

    /** {@return the command that places the order, or the one that records why it is refused} */
    public OrderCommand price(PlaceOrder request) {
        List<OrderLine> lines = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Optional<String> problem = wrongLineCount(request);
        for (PlaceOrder.Wanted wanted : request.lines()) {
            if (problem.isEmpty() && !seen.add(wanted.product())) {
                problem = Optional.of("product " + wanted.product() + " is in two lines");
            }
            if (problem.isEmpty()) {
                problem = line(wanted, lines);
            }
        }
        return problem.<OrderCommand>map(
                        reason -> new OrderCommand.Refuse(request.order(), request.customer(), "invalid: " + reason))
                .orElseGet(() -> new OrderCommand.Place(
                        request.order(),
                        request.customer(),
                        Personal.of(request.customer(), request.contact()),
                        lines,
                        request.card()));
    }

    private static Optional<String> wrongLineCount(PlaceOrder request) {
        int count = request.lines().size();
        return count >= 1 && count <= MAX_LINES
                ? Optional.empty()
                : Optional.of("an order has 1 to " + MAX_LINES + " lines, this one has " + count);
    }

    /** Adds the priced line, or answers what is wrong with it. */
    private Optional<String> line(PlaceOrder.Wanted wanted, List<OrderLine> lines) {
        if (wanted.quantity() < 1 || wanted.quantity() > OrderLine.MAX_QUANTITY) {
            return Optional.of("a quantity is 1 to " + OrderLine.MAX_QUANTITY + ", the one of " + wanted.product()
                    + " is " + wanted.quantity());
        }
        Optional<Product> product = assortment.product(wanted.product());
        if (product.isEmpty()) {
            return Optional.of(
                    assortment.versionOf(wanted.product()) > 0
                            ? "product " + wanted.product() + " is withdrawn"
                            : "there is no product " + wanted.product());
        }
        OptionalLong price = product.get().priceAt(wanted.priceVersion());
        if (price.isEmpty()) {
            return Optional.of("product " + wanted.product() + " has no price version " + wanted.priceVersion());
        }
        lines.add(new OrderLine(wanted.product(), wanted.priceVersion(), wanted.quantity(), price.getAsLong()));
        return Optional.empty();
    }
}
