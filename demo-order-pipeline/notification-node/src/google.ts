import { Firestore } from '@google-cloud/firestore';
import { firestoreInbox, firestoreParkingLot, firestoreReplicas, pubSubFunction } from '@triskel/consume/google';
import { GoogleAuth } from 'google-auth-library';
import type { Credential } from './lookup.js';
import { CustomerNotification } from './notification.js';
import { lookupBase, required, retentionDays } from './settings.js';

/** Less than the function's time-out of 60 s. */
const TIME_MILLIS = 50_000;

const client = new Firestore({
    projectId: required('GOOGLE_CLOUD_PROJECT'),
    databaseId: process.env.TRISKEL_GCP_DATABASE ?? '(default)',
});
const collections = { client, prefix: required('TRISKEL_APP_COLLECTIONS'), retentionDays: retentionDays() };
const base = lookupBase();
const auth = new GoogleAuth();

/** An ID token for the service, whose name is its address without a slash at the end; the library renews it. */
const authenticated: Credential = async () => {
    const tokens = await auth.getIdTokenClient(base.href.replace(/\/$/, ''));
    const headers = await tokens.getRequestHeaders();
    return { Authorization: headers.get('authorization') ?? '' };
};

export const handler = pubSubFunction(
    new CustomerNotification({
        inbox: firestoreInbox(collections),
        parkingLot: firestoreParkingLot(collections),
        replicas: firestoreReplicas(collections),
        lookupBase: base,
        credential: authenticated,
    }),
    TIME_MILLIS,
);
