package io.triskel.cli;

import java.util.ArrayList;
import java.util.List;

/** Calls to copy into a shell, which work at once in a pipeline that has just been started. */
final class FirstCalls {
    /** The first product of the committed input, of which a pipeline that is not empty has plenty. */
    static final String PRODUCT = "P-1001";

    private static final String POST = " -H 'Content-Type: application/json' -d '";

    private FirstCalls() {}

    /**
     * {@return one call a line}
     *
     * @param url of the pipeline
     * @param opening options of curl that open the pipeline, each a word
     * @param empty whether it has no product yet
     */
    static List<String> of(String url, List<String> opening, boolean empty) {
        StringBuilder curl = new StringBuilder("curl");
        opening.forEach(option -> curl.append(' ').append(UpCommand.word(option)));
        String base = url.endsWith("/") ? url : url + "/";
        List<String> calls = new ArrayList<>();
        if (empty) {
            calls.add(curl + POST + "{\"product\":\"" + PRODUCT
                    + "\",\"version\":1,\"name\":\"Espresso beans, 1 kg\",\"prices\":[4549]}' " + base + "products");
            calls.add(curl + POST + "{\"product\":\"" + PRODUCT + "\",\"delivery\":\"D-1\",\"quantity\":100}' " + base
                    + "stock");
        }
        calls.add(curl
                + POST
                + "{\"order\":\"O-1\",\"customer\":{\"id\":\"C-1\",\"name\":\"Ada\",\"email\":\"ada@example.com\"},"
                + "\"lines\":[{\"product\":\"" + PRODUCT + "\",\"price\":1,\"quantity\":1}],"
                + "\"payment\":{\"card\":\"card-1\",\"limit\":10000}}' " + base + "orders");
        calls.add(curl + " " + base + "orders/O-1");
        calls.add(curl + " " + base + "orders");
        return calls;
    }
}
