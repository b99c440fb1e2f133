package io.triskel.local.azure.eventhubs;

/**
 * The permission that a link needs on its hub: the claim, in the service's words, and the data action of roles ("Azure
 * built-in roles", Analytics).
 */
enum Claim {
    SEND("Send", "Microsoft.EventHub/*/send/action"),
    LISTEN("Listen", "Microsoft.EventHub/*/receive/action");

    private final String text;
    private final String action;

    Claim(String text, String action) {
        this.text = text;
        this.action = action;
    }

    String text() {
        return text;
    }

    String action() {
        return action;
    }
}
