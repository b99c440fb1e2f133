package io.triskel.load.study.chart;

import io.triskel.load.report.html.Element;
import java.util.List;
import java.util.function.BinaryOperator;

/** The order pipeline: people, services, and the bus between them. */
public final class UseCase {
    private static final double WIDTH = 105;
    private static final double STEP = 115;

    private UseCase() {}

    /** {@return what the figure says, as a text} */
    public static String told(BinaryOperator<String> say) {
        return say.apply(
                "Customers, catalogue managers and the payment provider use six services. These exchange events over one bus."
                        + " A saga directs the order, a projection gives its view, and an operator replays parked events.",
                "Les clients, le gestionnaire du catalogue et le prestataire de paiement s’adressent à six services, qui"
                        + " échangent des événements par un seul bus. Une saga conduit la commande, une projection en"
                        + " donne la vue, et l’exploitant rejoue les événements mis de côté.");
    }

    /** {@return the figure; {@code say} chooses between English and French} */
    public static Element draw(BinaryOperator<String> say) {
        Drawing drawing = new Drawing(250, told(say));
        actor(drawing, 0, say.apply("customer", "client"));
        actor(drawing, 2, say.apply("payment provider", "prestataire de paiement"));
        actor(drawing, 3, say.apply("catalogue manager", "gestionnaire du catalogue"));
        actor(drawing, 5, say.apply("customer", "client"));
        List<String> services = List.of(
                say.apply("ordering", "commandes"),
                say.apply("inventory", "stock"),
                say.apply("payment", "paiement"),
                say.apply("catalogue", "catalogue"),
                say.apply("notification", "information"),
                say.apply("customers", "clients"));
        List<String> kinds = List.of(
                say.apply("event sourcing", "«\u00a0event sourcing\u00a0»"),
                say.apply("event sourcing", "«\u00a0event sourcing\u00a0»"),
                say.apply("event sourcing", "«\u00a0event sourcing\u00a0»"),
                say.apply("state transfer", "transfert d’état"),
                say.apply("notification", "notification"),
                say.apply("erasure", "effacement"));
        for (int i = 0; i < services.size(); i++) {
            drawing.box(STEP * i, 62, WIDTH, "", services.get(i), kinds.get(i));
            drawing.way(STEP * i + WIDTH / 2 - 8, 108, STEP * i + WIDTH / 2 - 8, 136);
            drawing.way(STEP * i + WIDTH / 2 + 8, 138, STEP * i + WIDTH / 2 + 8, 110);
        }
        drawing.add(Drawing.rect(0, 138, Drawing.WIDTH, 34, "box sunk").at("rx", 5));
        drawing.text(
                Drawing.WIDTH / 2,
                159,
                say.apply(
                        "event bus: Kinesis Data Streams, Event Hubs or Pub/Sub",
                        "bus d’événements\u00a0: Kinesis Data Streams, Event Hubs ou Pub/Sub"),
                "strong",
                "middle");
        below(drawing, 0, say.apply("saga", "saga"), say.apply("directs the order", "conduit la commande"));
        below(drawing, 1, say.apply("projection", "projection"), say.apply("view of the orders", "vue des commandes"));
        below(
                drawing,
                2,
                say.apply("parking lot", "zone d’attente"),
                say.apply("failed events, by key", "événements en échec, par clé"));
        drawing.text(STEP * 5 + WIDTH / 2, 216, say.apply("operator", "exploitant"), "strong", "middle");
        drawing.text(STEP * 5 + WIDTH / 2, 232, say.apply("replays", "rejoue"), "soft small", "middle");
        drawing.way(STEP * 5 + 18, 223, 558, 223);
        return drawing.under(
                say.apply("Use case: an order pipeline", "Cas d’usage\u00a0: une chaîne de commandes"),
                say.apply(
                        "Services share no database; what one says reaches the others over the bus.",
                        "Les services ne partagent aucune base\u202f; ce que l’un publie parvient aux autres par le bus."));
    }

    private static void actor(Drawing drawing, int column, String name) {
        double x = STEP * column + WIDTH / 2;
        String[] words = name.split(" ", 2);
        drawing.text(x, 14, words[0], "plain", "middle");
        drawing.text(x, 28, words.length > 1 ? words[1] : "", "plain", "middle");
        drawing.way(x, words.length > 1 ? 34 : 22, x, 60);
    }

    private static void below(Drawing drawing, int place, String name, String note) {
        double width = 172;
        double x = 192 * place;
        drawing.box(x, 202, width, "ours", name, note);
        drawing.way(x + width / 2 - 8, 172, x + width / 2 - 8, 200);
        if (place != 1) {
            drawing.way(x + width / 2 + 8, 202, x + width / 2 + 8, 174);
        }
    }
}
