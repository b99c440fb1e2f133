package io.triskel.cli;

import java.util.ArrayList;
import java.util.List;

/** Lines to copy into a shell together, which place an order in a pipeline that has just been started, and look at it. */
final class FirstCalls {
    /** The first product of the committed input, of which a pipeline that is not empty has plenty. */
    static final String PRODUCT = "P-1001";

    private static final String POST = " -H 'Content-Type: application/json' -d '";

    /**
     * What was just placed may not be there yet: the order view is written by a consumer, and ordering learns of a product from an event.
     * curl retries a 404 only if it counts as a failure.
     */
    private static final String WAITING = "curl -fs --retry 9 --retry-delay 1 --retry-all-errors";

    private FirstCalls() {}

    /**
     * {@return a line that sets the credential, then one call a line}
     *
     * @param url of the pipeline
     * @param opening options of curl that open the pipeline, each a word; the last ends in the credential
     * @param empty whether it has no product yet
     */
    static List<String> of(String url, List<String> opening, boolean empty) {
        List<String> calls = new ArrayList<>();
        String open = open(opening, calls);
        String base = url.endsWith("/") ? url : url + "/";
        if (empty) {
            calls.add("curl" + open + POST + "{\"product\":\"" + PRODUCT
                    + "\",\"version\":1,\"name\":\"Espresso beans, 1 kg\",\"prices\":[4549]}' " + base + "products");
            calls.add("curl" + open + POST + "{\"product\":\"" + PRODUCT + "\",\"delivery\":\"D-1\",\"quantity\":100}' "
                    + base + "stock");
        }
        calls.add((empty ? WAITING : "curl")
                + open
                + POST
                + "{\"order\":\"O-1\",\"customer\":{\"id\":\"C-1\",\"name\":\"Ada\",\"email\":\"ada@example.com\"},"
                + "\"lines\":[{\"product\":\"" + PRODUCT + "\",\"price\":1,\"quantity\":1}],"
                + "\"payment\":{\"card\":\"card-1\",\"limit\":10000}}' " + base + "orders");
        calls.add(WAITING + open + " " + base + "orders/O-1");
        calls.add("curl" + open + " " + base + "orders");
        return calls;
    }

    /** {@return a line that sets the credential, then a call of an application whose paths are not known} */
    static List<String> ofAny(String url, List<String> opening) {
        List<String> calls = new ArrayList<>();
        String open = open(opening, calls);
        calls.add("curl" + open + " " + url);
        return calls;
    }

    /** {@return the options as words of a shell; a line that sets the credential is added to the calls} */
    private static String open(List<String> opening, List<String> calls) {
        String last = opening.isEmpty() ? "" : opening.get(opening.size() - 1);
        int secret = last.lastIndexOf(' ') + 1;
        StringBuilder open = new StringBuilder();
        for (int i = 0; i < opening.size() - 1; i++) {
            open.append(' ').append(UpCommand.word(opening.get(i)));
        }
        if (!last.isEmpty()) {
            open.append(" \"").append(last, 0, secret).append("$TOKEN\"");
            calls.add("TOKEN=" + UpCommand.word(last.substring(secret)));
        }
        return open.toString();
    }
}
