export default { cloud: 'gcp', provider: 'google', given: (manifest, zip) => ({ manifest, package: zip, project: 'acme-shop', region: 'europe-west1', name: 'orders' }), broken: () => [] };
