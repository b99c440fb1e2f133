package io.triskel.orders.engines;

import io.triskel.engine.EngineProcess;
import io.triskel.orders.fulfilment.FulfilmentSaga;
import io.triskel.orders.pipeline.OrderTypes;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/** Prints the fulfilment of orders in an engine's language: {@code ./triskel export --target CLOUD}. */
public final class ExportFulfilment {
    private static final String PACKAGE = "io.triskel.orders.azure";
    private static final Map<String, Function<EngineProcess, String>> FORMATS = Map.of(
            "asl", EngineProcess::asAmazonStates,
            "durable-functions", process -> process.asDurableFunctions(PACKAGE),
            "workflows", EngineProcess::asGoogleWorkflow);

    private ExportFulfilment() {}

    /**
     * Ends with 0, with 1 if standard output cannot be written, with 2 for wrong arguments.
     *
     * @param arguments the format: {@code asl}, {@code durable-functions} or {@code workflows}
     */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        Function<EngineProcess, String> format = FORMATS.get(String.join(" ", arguments));
        if (format == null) {
            err.println("Expected: one of " + String.join(", ", new TreeSet<>(FORMATS.keySet())) + ", not '"
                    + String.join(" ", arguments) + "'");
            return 2;
        }
        byte[] text = format.apply(process()).getBytes(StandardCharsets.UTF_8);
        out.write(text, 0, text.length);
        return out.checkError() ? 1 : 0;
    }

    /** {@return the process as engines run it} */
    public static EngineProcess process() {
        return EngineProcess.of(FulfilmentSaga.steps().describe(), OrderTypes.registry());
    }
}
