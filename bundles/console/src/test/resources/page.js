// SPDX-License-Identifier: Apache-2.0
// One of the scripts in page/, which says with elements what came of it.
const script = new URLSearchParams(location.search).get('script');
await import(`/${script}.js`);
