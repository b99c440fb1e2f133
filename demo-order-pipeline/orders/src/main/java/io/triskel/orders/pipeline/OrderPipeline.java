package io.triskel.orders.pipeline;

import io.triskel.consume.ConsumerSpec;
import io.triskel.consume.EventConsumer;
import io.triskel.event.Metadata;
import io.triskel.hosting.HostedApplication;
import io.triskel.orders.catalogue.Assortment;
import io.triskel.orders.catalogue.Catalogue;
import io.triskel.orders.catalogue.ReplicatedAssortment;
import io.triskel.orders.choreography.PaymentWatch;
import io.triskel.orders.fulfilment.FulfilmentSaga;
import io.triskel.orders.inventory.Warehouse;
import io.triskel.orders.notification.OrderLookup;
import io.triskel.orders.ordering.Customers;
import io.triskel.orders.ordering.Ordering;
import io.triskel.orders.payment.Payment;
import io.triskel.orders.payment.PaymentCommand;
import io.triskel.orders.view.OrderProjection;
import io.triskel.orders.view.OrderRow;
import io.triskel.platform.Platform;
import io.triskel.projection.View;
import io.triskel.saga.Saga;
import io.triskel.saga.SagaRunner;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The whole pipeline over given ports. Its parts can be hosted separately: the calls of customers, suppliers and the
 * catalogue ({@link #ordering}, {@link #warehouse}, {@link #catalogue}, {@link #view}), the consumers by name ({@link
 * #consumers}), and the work of a clock ({@link #sagas}).
 */
public final class OrderPipeline implements HostedApplication {
    private final Ports ports;
    private final Style style;
    private final Services services;
    /** Empty if an engine orchestrates orders: its process has the saga's name. */
    private final Optional<SagaRunner<?>> sagas;

    private final Map<String, EventConsumer> consumers;
    private final Ordering ordering;
    private final Catalogue catalogue;
    private final Customers customers;
    private final Assortment assortment;
    private final View<OrderRow> view;
    private final OrderLookup lookup;

    /** Puts the pipeline together. */
    public OrderPipeline(Ports ports, Style style) {
        this(ports, style, Optional.empty());
    }

    /**
     * Puts the pipeline together with a workflow engine: the desk between engine and bus replaces the saga.
     *
     * @param leader named as the saga is
     */
    public OrderPipeline(Ports ports, ConsumerSpec leader) {
        this(ports, Style.ORCHESTRATION, Optional.of(leader));
    }

    private OrderPipeline(Ports ports, Style style, Optional<ConsumerSpec> leader) {
        Platform platform = ports.platform();
        this.ports = ports;
        this.style = style;
        services = Services.of(ports);
        assortment = new ReplicatedAssortment(platform.stores().replicas(), platform.states());
        ordering = new Ordering(services.orders(), assortment, platform.stores().replicas(), platform.clock());
        catalogue = new Catalogue(platform);
        customers = new Customers(platform);
        view = platform.view(new OrderProjection());
        lookup = new OrderLookup(view, services.orders()::stream, platform.states());
        Saga<?> saga = sagaOf(style);
        sagas = leader.isPresent() ? Optional.empty() : Optional.of(platform.saga(saga));
        Consumers make = new Consumers(ports, services);
        consumers = List.of(
                        make.catalogueCopy(),
                        make.inventory(style),
                        make.payment(style),
                        make.ordering(style),
                        leader.map(make::led).orElseGet(() -> make.saga(saga, sagas.orElseThrow())),
                        make.orderView(view),
                        make.news(),
                        make.notification())
                .stream()
                .collect(Collectors.toMap(
                        EventConsumer::name,
                        consumer -> consumer,
                        (one, other) -> {
                            throw new IllegalStateException("Two consumers are named " + one.name());
                        },
                        LinkedHashMap::new));
    }

    /** {@return the ports} */
    public Ports ports() {
        return ports;
    }

    /** {@return how the services cooperate} */
    public Style style() {
        return style;
    }

    /** {@return the name of what leads orders: a saga, the watch of payments, or a workflow engine's process} */
    public String leader() {
        return sagaOf(style).name();
    }

    @Override
    public Platform platform() {
        return ports.platform();
    }

    @Override
    public Map<String, SagaRunner<?>> sagas() {
        return sagas.<Map<String, SagaRunner<?>>>map(runner -> Map.of(runner.name(), runner))
                .orElseGet(Map::of);
    }

    @Override
    public List<View<?>> views() {
        return List.of(view);
    }

    private static Saga<?> sagaOf(Style style) {
        return style == Style.ORCHESTRATION ? FulfilmentSaga.saga() : new PaymentWatch();
    }

    /** {@return what customers call} */
    public Ordering ordering() {
        return ordering;
    }

    /** {@return what forgets customers who ask for it} */
    public Customers customers() {
        return customers;
    }

    /** {@return what suppliers call} */
    public Warehouse warehouse() {
        return services.warehouse();
    }

    /** {@return what the owners of products call} */
    public Catalogue catalogue() {
        return catalogue;
    }

    /** {@return what ordering knows of the catalogue by now} */
    public Assortment assortment() {
        return assortment;
    }

    /** {@return the order view} */
    public View<OrderRow> view() {
        return view;
    }

    /** {@return what answers links to orders; a target serves it where {@link Ports#lookupBase} leads} */
    public OrderLookup lookup() {
        return lookup;
    }

    /** {@return the state of an order's payment} */
    public Payment payment(String order) {
        return services.payments().state(order);
    }

    /** Takes the payment provider's answer, long after the call was given up; the same answer may be redelivered. */
    public void providerAnswered(String order, boolean charged) {
        services.payments()
                .ask(
                        order,
                        "provider answered " + charged,
                        new PaymentCommand.Answered(order, charged),
                        Metadata.empty().withCorrelation(order));
    }

    @Override
    public Map<String, EventConsumer> consumers() {
        return consumers;
    }

    /** {@return the names of {@link #consumers}, for a deployment that has no ports yet} */
    public static List<String> consumerNames(Style style) {
        return Consumers.names(style);
    }
}
