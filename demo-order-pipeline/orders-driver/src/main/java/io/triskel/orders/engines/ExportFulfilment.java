package io.triskel.orders.engines;

import io.triskel.engine.EngineProcess;
import io.triskel.orders.fulfilment.FulfilmentSaga;
import io.triskel.orders.pipeline.OrderTypes;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Prints the fulfilment of orders as an engine reads it: {@code ./triskel export --target aws|azure|gcp}. */
public final class ExportFulfilment {
    private static final String PACKAGE = "io.triskel.orders.azure";

    private ExportFulfilment() {}

    /**
     * Ends with 0, with 1 if standard output cannot be written, with 2 for wrong arguments.
     *
     * @param arguments the target: {@code aws}, {@code azure} or {@code gcp}
     */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        if (arguments.size() != 1 || !List.of("aws", "azure", "gcp").contains(arguments.get(0))) {
            err.println("Wanted is one of aws, azure, gcp, not '" + String.join(" ", arguments) + "'");
            return 2;
        }
        byte[] text = definition(arguments.get(0)).getBytes(StandardCharsets.UTF_8);
        out.write(text, 0, text.length);
        return out.checkError() ? 1 : 0;
    }

    private static String definition(String target) {
        EngineProcess process = process();
        return switch (target) {
            case "aws" -> process.asAmazonStates();
            case "azure" -> process.asDurableFunctions(PACKAGE);
            default -> process.asGoogleWorkflow();
        };
    }

    /** {@return the process as engines run it} */
    public static EngineProcess process() {
        return EngineProcess.of(FulfilmentSaga.steps().describe(), OrderTypes.registry());
    }
}
