import { Consumer } from '@triskel/consume';
import { kinesisFunction } from '@triskel/consume/aws';

let count = 0;

/** The smallest consumer, without any store: load tests compare it with those of other languages. */
export const handler = kinesisFunction(
    new Consumer({
        name: 'counting',
        on: {
            'triskel.load.placed.v1': () => {
                count += 1;
            },
        },
    }),
);
