package io.triskel.orders.asyncapi;

import io.triskel.orders.pipeline.Style;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code triskel export types}: the data of the pipeline's events as source code of another language. */
public final class OrdersTypes {
    private OrdersTypes() {}

    /** {@return the types in this language} Both styles have the same. */
    public static String in(String language) {
        return OrdersAsyncApi.document(Style.ORCHESTRATION).types(language);
    }

    /** Prints the types; the arguments are {@code --language} and its name. */
    public static void main(String[] arguments) {
        List<String> given = List.of(arguments);
        if (given.size() != 2 || !given.get(0).equals("--language")) {
            boolean help = given.equals(List.of("--help"));
            (help ? System.out : System.err)
                    .println(
                            "Print the data of the demo's events as source code.\nUsage: --language typescript|python");
            System.exit(help ? 0 : 2);
        }
        byte[] text = in(given.get(1)).getBytes(StandardCharsets.UTF_8);
        System.out.write(text, 0, text.length);
        System.out.flush();
    }
}
