package io.triskel.orders.aws;

import io.triskel.aws.dynamodb.DynamoDbTables;
import io.triskel.aws.dynamodb.TableLayout;
import io.triskel.orders.function.EnvironmentReader;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.Style;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a deployment needs to know: which functions the package {@code order-aws.zip} has, what each is told, and which tables
 * there must be. The stream and the tables are the deployment's to create.
 *
 * @param tables the tables' names
 * @param stream the Kinesis stream's name
 * @param style who leads an order through the services
 */
public record OrderFunctions(DynamoDbTables tables, String stream, Style style) {
    /**
     * One function of the package.
     *
     * @param name of the function
     * @param handler as Lambda wants it
     * @param environment what it is told, beside region, endpoints and credentials
     */
    public record Function(String name, String handler, Map<String, String> environment) {
        public Function {
            environment = Map.copyOf(environment);
        }
    }

    /** {@return the tables to create} */
    public List<TableLayout> layouts() {
        return tables.layouts();
    }

    /** {@return the function that answers HTTP: behind a function URL, or an API with payload format 2.0} */
    public Function http() {
        return function("http", OrderHttpFunction.class, Map.of());
    }

    /**
     * {@return the function of the clock: called by a schedule, once a minute}
     *
     * @param lookupBase the address of {@link #http}, ends in {@code /}
     */
    public Function clock(URI lookupBase) {
        return function(
                "clock", OrderClockFunction.class, Map.of(EnvironmentReader.LOOKUP_BASE, lookupBase.toString()));
    }

    /**
     * {@return one function per consumer, by its name, each behind an event source mapping of the stream of its own} The
     * mapping must report batch item failures, and retry until records expire: the core parks what cannot be handled.
     *
     * @param lookupBase the address of {@link #http}, ends in {@code /}
     */
    public Map<String, Function> consumers(URI lookupBase) {
        Map<String, Function> functions = new LinkedHashMap<>();
        for (String consumer : OrderPipeline.consumerNames(style)) {
            functions.put(
                    consumer,
                    function(
                            consumer,
                            OrderEventsFunction.class,
                            Map.of(
                                    EnvironmentReader.LOOKUP_BASE,
                                    lookupBase.toString(),
                                    EnvironmentReader.CONSUMER,
                                    consumer)));
        }
        return functions;
    }

    private Function function(String name, Class<?> handler, Map<String, String> variables) {
        Map<String, String> all = new TreeMap<>(variables);
        all.put(OrderSettings.STREAM, stream);
        all.put(OrderSettings.TABLES, tables.prefix());
        all.put(EnvironmentReader.STYLE, style.text());
        return new Function(tables.prefix() + "-" + name, handler.getName() + "::handleRequest", all);
    }
}
